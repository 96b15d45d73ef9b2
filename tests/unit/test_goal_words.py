"""A definition of goal words: one meaning for each phrase, templates that fill, an echo that reads back."""

from __future__ import annotations

import pytest

from sop_core import Sop
from sop_core.catalog import definition_issues
from sop_core.coaching import GoalRule, check_goal_words, check_read_back, parse_goal, said
from sop_core.documents import goal_words_of
from sop_core.errors import NotFound
from tests.unit._goals import ON, bundled_words, profile, words_document


def issues_of(document):
    return [(one.code, one.path) for one in check_goal_words(document)]


def changed(*path, to):
    document = words_document()
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


def written_out(document):
    """Each goal that is not read back as it was written out, with the place that it proves."""
    issues = check_read_back(goal_words_of(document))
    said_ = [one.message.removeprefix("A goal is written out as ") for one in issues]
    return [
        (one.path, each.partition(" and that is")[0].strip("',…"))
        for one, each in zip(issues, said_, strict=True)
    ]


def test_what_is_written_out_is_a_goal_of_each_kind():
    """One and two of each unit, each word for people, a purpose, and a window of each kind."""
    document = changed("said", "goal", to="zork {activity} {purpose} {with} {count} {window}")
    document["units"], document["with"] = document["units"][:1], document["with"][:1]
    document["rules"]["window"]["least"] = 10
    assert written_out(document) == [
        ("$.units[0]", "zork Xylophone on 1 case by December 3, 2026."),
        ("$.units[0]", "zork Xylophone on 2 cases by December 3, 2026."),
        ("$.with[0]", "zork Xylophone with caregivers on 1 case by December 3, 20"),
        ("$.said.purpose", "zork Xylophone to quizzical zither on 1 case by December 3"),
        ("$.said.date", "zork Xylophone on 1 case by December 3, 2026."),
        ("$.said.days", "zork Xylophone on 1 case in the next 10 days (by December "),
        ("$.said.weeks", "zork Xylophone on 1 case in the next 2 weeks (by December "),
    ]
    document["rules"]["window"]["least"] = 8
    assert written_out(document)[-1][0] == "$.said.weeks"
    document["rules"]["window"].update({"least": 7, "most": 7})
    assert [path for path, _ in written_out(document)][-3:] == [
        "$.said.date", "$.said.days", "$.said.weeks",
    ]  # fmt: skip
    document["rules"]["window"].update({"least": 4, "most": 4})
    assert [path for path, _ in written_out(document)][-3:] == [
        "$.said.date", "$.said.days", "$.said.weekday",
    ]  # fmt: skip


def another_day():
    """The third is written as the twenty-third, which is a day as well."""
    document = changed("said", "day", to="{month} 2{day}, {year}")
    document["rules"]["window"]["least"] = 10
    return document


def test_the_bundled_words_are_sound_and_say_where_they_come_from():
    """Each rule has its reason; the source names the requirements."""
    assert definition_issues(words_document(), "goal-words") == ()
    words = bundled_words()
    assert set(words.rules) == set(GoalRule)
    assert all("(" in words.reason(rule) for rule in GoalRule)
    assert words.source.startswith("sop_core default")
    assert {unit.id for unit in words.units} >= {"case", "child_or_sibling_group", "family"}
    assert {"caregivers", "children"} <= {one.id for one in words.among}
    assert words.unit("case").names == ("case", "cases", "referral", "referrals")
    assert words.unit("cases") is None


def test_practices_without_a_profile_are_named_too():
    """C-12, S2-14: Safety House, networks, safety planning, case plan writing."""
    assert {one.id for one in bundled_words().practices} >= {
        "safety_house", "safety_networks", "safety_planning", "case_plan_writing",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (changed("language", to="es"), [("locales_differ", "$.language")]),
        (changed("rules", "every", "text", to={"es": "x"}), [("locales_differ", "$.rules.every.text")]),
        (changed("units", 1, "id", to="case"), [("not_unique", "$.units[1].id")]),
        (changed("with", 1, "id", to="caregivers"), [("not_unique", "$.with[1].id")]),
        (changed("practices", 1, "id", to="safety_house"), [("not_unique", "$.practices[1].id")]),
        (changed("units", 2, "also", 0, to="Cases"), [("goal_words_two_meanings", "$.units[2].also[0]")]),
        (changed("with", 1, "name", to="parents"), [("goal_words_two_meanings", "$.with[1].name")]),
        (changed("practices", 1, "names", 0, to="safety-house"),
         [("goal_words_two_meanings", "$.practices[1].names[0]")]),
        (changed("units", 0, "other", to="…"), [("goal_words_empty", "$.units[0].other")]),
        (changed("months", 10, 0, to="december"), [("goal_words_two_meanings", "$.months[11][0]")]),
        (changed("weekdays", 4, 1, to="Tues"), [("goal_words_two_meanings", "$.weekdays[4][1]")]),
        (changed("weekdays", 4, 1, to="FRIDAY"), []),
        (changed("weekdays", 0, 0, to="…"), [("goal_words_empty", "$.weekdays[0][0]")]),
        (changed("words", "ones", 3, to="two"), [("goal_words_two_meanings", "$.words.ones[3]")]),
        (changed("words", "tens", 1, to="Twenty"), [("goal_words_two_meanings", "$.words.tens[1]")]),
        (changed("said", "days", to="in {n}"), [("goal_words_template", "$.said.days")]),
        (changed("said", "days", to="in {n} {n} {days}"), [("goal_words_template", "$.said.days")]),
        (changed("said", "days", to="in {n} {days} {"), [("goal_words_template", "$.said.days")]),
        (changed("said", "days", to="in {n} {days} }"), [("goal_words_template", "$.said.days")]),
        (changed("said", "joined", to="{and}"), [("goal_words_template", "$.said.joined")]),
        (changed("said", "joined", to="and {}"), [("goal_words_template", "$.said.joined")]),
        (changed("said", "joined", to=None), []),
        (changed("said", "joined", to="and {XX}"), [("goal_words_template", "$.said.joined")]),
        ({**words_document(), "said": {"goal": None, "joined": "{and}"}},
         [("goal_words_template", "$.said.joined")]),
        (changed("rules", "count", "least", to=99), []),
        (changed("said", "goal", to="{activity} {count.__class__}"), [("goal_words_template", "$.said.goal")]),
        (changed("rules", "count", "least", to=98), []),
        (changed("rules", "count", "least", to=100), [("goal_words_bounds", "$.rules.count.least")]),
    ],
)  # fmt: skip
def test_a_fault_is_found_where_it_is(document, expected):
    """A county's own file is taught the same way as ours is held."""
    assert issues_of(document) == expected


def test_the_messages_say_what_to_write():
    """Where the other meaning stands; what a template is filled with."""
    two = check_goal_words(changed("units", 2, "also", 0, to="Cases"))[0]
    assert two.message == (
        "'Cases' already stands at $.units[0].other for something else. Quick entry never guesses which is meant."
    )
    template = check_goal_words(changed("said", "days", to="in {n}"))[0]
    assert template.message.startswith("The template is filled with {n}, {days}, each once.")
    assert "{n}, {days}." in template.fix
    joined = check_goal_words(changed("said", "joined", to="{and}"))[0]
    assert "filled with nothing" in joined.message
    bounds = check_goal_words(changed("rules", "count", "least", to=100))[0]
    assert bounds.message == "least is 100 and most is 99, so that no goal could keep the rule."


def test_every_list_of_ids_says_what_it_lists():
    """A worker's practice is named as one."""
    found = check_goal_words(changed("practices", 1, "id", to="safety_house"))[0]
    assert found.message.startswith("practice 'safety_house' already stands at $.practices[0].id.")


def test_an_echo_that_says_another_goal_is_told_in_full():
    """With the goal as it would have been written out."""
    found = check_read_back(goal_words_of(changed("said", "date", to="by {date} or zork")))
    first = found[0]
    assert (first.code, first.path) == ("goal_words_not_read_back", "$.units[0]")
    assert first.message == (
        "A goal is written out as 'Xylophone on 1 case by November 24, 2026 or zork.', and that is not read back as "
        "the same goal. What a worker confirms must be what is kept."
    )
    assert first.fix == (
        "Add the words of the template to the lists of words, or take out a phrase that means something else there."
    )


@pytest.mark.parametrize(
    ("document", "path"),
    [
        # Read without complaint, and another day: the window alone tells them apart.
        (another_day(), "$.units[0]"),
        # Read as the same goal, but for a word that nobody understood.
        (changed("said", "purpose", to="to {purpose} zork"), "$.said.purpose"),
        (
            changed("said", "goal", to="zork {activity} {purpose} {with} {count} {window}"),
            "$.units[0]",
        ),
    ],
)
def test_an_echo_is_read_back_to_the_last_part(document, path):
    """Nothing of the goal may differ, and nothing may be left over."""
    assert path in [one.path for one in check_read_back(goal_words_of(document))]


def test_a_malformed_definition_raises_nothing():
    """The schema says what is wrong with it."""
    for key in words_document():
        for wrong in (None, 3, [], {}, [3], "x", [{"id": 3}], {"x": 3}, [{"also": 3}]):
            check_goal_words({**words_document(), key: wrong})
    assert check_goal_words({}) == []


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (changed("said", "days", to="in space of {n} zorks {days}"), "$.said.days"),
        (changed("said", "weekday", to="at {weekday}"), "$.said.weekday"),
        (changed("said", "with", to="beside {with}"), "$.with[0]"),
        (changed("units", 2, "one", to="day"), "$.units[2]"),
        (changed("units", 2, "after", to="amid 3"), "$.units[2]"),
        (changed("said", "purpose", to="because {purpose}"), "$.said.purpose"),
    ],
)
def test_words_that_do_not_read_back_what_they_write_out_are_refused(document, path):
    """What a worker confirms must be what is kept."""
    issues = definition_issues(document, "goal-words")
    assert {one.code for one in issues} == {"goal_words_not_read_back"}
    assert path in [one.path for one in issues]


def test_reading_back_tries_what_the_bounds_allow():
    """A county that allows one case, or a week alone, is not refused for it."""
    one = changed("rules", "count", "most", to=1)
    assert check_read_back(goal_words_of(one)) == []
    short = changed("rules", "window", "most", to=3)
    assert check_read_back(goal_words_of(short)) == []
    late = changed("rules", "window", "least", to=300)
    assert check_read_back(goal_words_of(late)) == []


def test_a_language_with_one_word_for_one_and_many_days_is_said():
    """Or with more than two: the first is for one, the second for all others."""
    for names, many, single in (
        (["day"], "in the next 3 day (", "in the next 1 day ("),
        (["day", "days"], "in the next 3 days (", "in the next 1 day ("),
        (["days", "day"], "in the next 3 day (", "in the next 1 days ("),
        (["day", "days", "dayes"], "in the next 3 days (", "in the next 1 day ("),
    ):
        words = goal_words_of(changed("words", "day", to=names))
        for n, expected in ((3, many), (1, single)):
            draft = parse_goal(
                f"Use Three Questions on 5 cases in the next {n} {names[0]}",
                on=ON, words=words, practices=[profile("three_questions", "Three Questions")],
            )  # fmt: skip
            assert expected in said(draft, words=words)
    two = goal_words_of(changed("words", "day", to=["day", "days"]))
    draft = parse_goal("3 Questions in the next 2 days", on=ON, words=two, practices=[])
    assert "in the next 2 days (" in said(draft, words=two)


def test_a_county_writes_its_own_words_in_its_own_language():
    """C-32: another language is another file; the grammar is that of the lists."""
    document = words_document()
    document.update({"id": "county07.palabras", "language": "es", "title": {"es": "Palabras"}})
    for rule in document["rules"].values():
        rule["text"] = {"es": "Porque sí."}
    document["units"] = [{"id": "case", "one": "caso", "other": "casos", "after": "en"}]
    document["with"] = [{"id": "caregivers", "name": "cuidadores"}]
    document["practices"] = [{"id": "three_questions", "names": ["Tres Preguntas"]}]
    document["words"].update(
        {
            "verbs": ["usar"], "with": ["con"], "leads": ["en", "con"], "in": ["en los", "en"], "next": ["próximos"],
            "day": ["día", "días"], "week": ["semana", "semanas"], "by": ["antes del", "hasta el"], "to": ["para"],
            "ones": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
            "between": ["de"], "fillers": ["la", "las", "el"],
        }
    )  # fmt: skip
    document["said"].update(
        {
            "purpose": "para {purpose}", "with": "con {with}", "joined": "y", "days": "en los próximos {n} {days}",
            "weeks": "en {n} {weeks}", "weekday": "hasta el {weekday}", "date": "hasta el {date}",
            "due": "(hasta el {date})", "day": "{day} {month} {year}",
        }
    )  # fmt: skip
    document["words"]["and"] = ["y"]
    assert definition_issues(document, "goal-words") == ()
    words = goal_words_of(document)
    draft = parse_goal(
        "Usar las Tres Preguntas con cuidadores en cinco casos en los próximos 30 días", on=ON, words=words
    )  # fmt: skip
    assert (draft.ok, draft.count, draft.unit, draft.among) == (True, 5, "case", ("caregivers",))
    assert said(draft, words=words).startswith("Usar las Tres Preguntas con cuidadores en 5 casos")


def test_the_catalog_gives_the_newest_active_words():
    """By id and version, with the choices where there are none."""
    newer = changed("version", to="1.1.0")
    sop = Sop.load(plugins=False, definitions=[newer])
    assert sop.catalog.goal_words().version == "1.1.0"
    assert sop.catalog.goal_words("goal_words", "1.0.0").version == "1.0.0"
    assert sop.catalog.goal_words() is sop.catalog.goal_words()
    with pytest.raises(NotFound, match=r"goal_words"):
        sop.catalog.goal_words("goal_word")
    with pytest.raises(NotFound, match=r"1\.1\.0, 1\.0\.0"):
        sop.catalog.goal_words("goal_words", "3")


def test_names_come_from_profiles_in_the_language_of_the_words():
    """A profile without names is called by its title; what stands first is listed where none is named."""
    named = profile("county07.mapping", "Mapping Together", practice="safety_mapping")
    draft = parse_goal("Mapping Together on 2 cases in 2 weeks", on=ON, words=bundled_words(), practices=[named])  # fmt: skip
    assert (draft.ok, draft.practice, draft.profiles) == (
        True,
        "safety_mapping",
        ("county07.mapping",),
    )
    nameless = profile("county07.odd", "…")
    assert parse_goal("…", on=ON, words=bundled_words(), practices=[nameless]).practice is None
    missing = parse_goal("hello", on=ON, words=bundled_words(), practices=[named])
    assert missing.issues[0].fix.startswith("Name one of: Mapping Together, Safety House")
