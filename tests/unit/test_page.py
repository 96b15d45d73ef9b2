"""The individual's page as data: places in words, change since the last cycle, and how much is a change."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve

from sop_core.documents import instrument_of
from sop_core.errors import CallRefused
from sop_core.instruments import (
    Administration,
    Change,
    Direction,
    Instrument,
    NotComparable,
    SmallestChange,
    individual_page,
    last_cycle,
    smallest_change,
)
from sop_core.instruments.changes import direction_of
from sop_core.instruments.page_words import points
from sop_core.types import RecordRef, RecordStatus, ScoreStatus
from tests.unit._small import administration, choice, definition, item, options, scale

MORE, LESS, NOT_CLEAR = Direction.MORE, Direction.LESS, Direction.NO_CLEAR_CHANGE
NOT = Direction.NOT_COMPARABLE


def known(*items: Any, scales: Any, **more: Any) -> Instrument:
    return instrument_of(definition(*items, scales=scales, **more))


FOUR = [choice(f"q{n}") for n in range(1, 5)]
MEAN = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4"),))


def at(instrument: Instrument, cycle: str = "2026-Q4", **answers: Any) -> Administration:
    """A sitting of a cycle; its day is in the middle of the quarter."""
    month = {"1": "02", "2": "05", "3": "08", "4": "11"}[cycle[-1]]
    made = administration(instrument, **answers)
    submitted = f"{cycle[:4]}-{month}-21T09:00:00Z"
    return evolve(made, id=f"r-{cycle}", cycle=cycle, submitted_at=submitted, respondent="u-1")


def all_four(
    instrument: Instrument, code: str, cycle: str = "2026-Q4", **other: str
) -> Administration:
    return at(instrument, cycle, **{"q1": code, "q2": code, "q3": code, "q4": code, **other})


# -- how much is a change -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "low", "high", "least"),
    [
        ({"method": "mean"}, 1, 5, Fraction(1, 2)),
        ({"method": "sum"}, 0, 20, Fraction(5, 2)),
        ({"method": "percent_of_max"}, 0, 100, Fraction(25, 2)),
        ({"method": "count", "of": ["e"]}, 0, 4, Fraction(1, 2)),
        ({"method": "lowest"}, 1, 5, Fraction(1, 2)),
        ({"method": "mean", "change": "1/3"}, 1, 5, Fraction(1, 3)),
        ({"method": "sum", "change": 4}, 0, 20, Fraction(4)),
    ],
)
def test_a_scale_states_its_own_smallest_change_or_has_an_eighth_of_its_range(
    fields, low, high, least
):
    """C-08: the default is sop_core's, and what a definition states counts instead."""
    more = {key: value for key, value in fields.items() if key != "method"}
    one = known(*FOUR, scales=(scale(fields["method"], "q1", "q2", "q3", "q4", **more),))
    assert smallest_change(one, one.scales[0]) == SmallestChange(
        least, Fraction(low), Fraction(high), "change" in fields
    )


def test_the_smallest_change_decides_no_score():
    """It is not in the scoring digest: stating it keeps records together."""
    stated = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4", change=1),))
    assert stated.ref.scoring == MEAN.ref.scoring
    assert stated.ref.digest != MEAN.ref.digest


def test_one_skill_alone_takes_the_same_share_of_its_own_line():
    """Half a point of 1 to 5 is an eighth, and one and a quarter of 0 to 10; a stated share goes along."""
    default = SmallestChange(Fraction(1, 2), Fraction(1), Fraction(5), own=False)
    assert default.within(Fraction(0), Fraction(10)).points == Fraction(5, 4)
    stated = SmallestChange(Fraction(2), Fraction(1), Fraction(5), own=True)
    assert stated.within(Fraction(0), Fraction(10)) == SmallestChange(
        Fraction(5), Fraction(0), Fraction(10), own=True
    )
    flat = SmallestChange(Fraction(0), Fraction(3), Fraction(3), own=False)
    assert flat.within(Fraction(0), Fraction(8)).points == 1


@pytest.mark.parametrize(
    ("now", "then", "least", "found"),
    [
        ("7/2", "3", "1/2", (MORE, None)),
        ("3", "7/2", "1/2", (LESS, None)),
        ("3499999/1000000", "3", "1/2", (NOT_CLEAR, None)),
        ("3", "3", "1/2", (NOT_CLEAR, None)),
        ("3", "3", "0", (NOT_CLEAR, None)),
        (None, "3", "1/2", (NOT, NotComparable.NO_VALUE_NOW)),
        ("3", None, "1/2", (NOT, NotComparable.NO_VALUE_THEN)),
        (None, None, "1/2", (NOT, NotComparable.NO_VALUE_NOW)),
    ],
)
def test_a_difference_of_just_the_smallest_is_a_change(now, then, least, found):
    """Exact fractions: at it is a change, a hair below is none, and no value is never zero."""
    values = [None if value is None else Fraction(value) for value in (now, then)]
    assert direction_of(*values, Fraction(least)) == found


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        ("1/2", "half a point", "medio punto"), ("1", "one point", "un punto"),
        ("5/2", "2.5 points", "2.5 puntos"), ("1/3", "1/3 of a point", "1/3 de punto"),
        ("1/8", "0.125 of a point", "0.125 de punto"), ("7/3", "7/3 points", "7/3 puntos"),
        ("1/4096", "1/4096 of a point", "1/4096 de punto"),
    ],
)  # fmt: skip
def test_points_are_said_in_words(value, english, spanish):
    """A short decimal where one says it exactly, else the fraction."""
    assert points(Fraction(value), "en") == english
    assert points(Fraction(value), "es-MX") == spanish


# -- which cycle is the last ----------------------------------------------------------------------

NOW = all_four(MEAN, "c")
BEFORE = all_four(MEAN, "c", "2026-Q3")


def test_the_last_cycle_is_the_latest_one_before():
    """S0-01: by the time of the sitting, with its offset, and not by what the cycle is called."""
    older = all_four(MEAN, "c", "2026-Q2")
    later = all_four(MEAN, "c", "2027-Q1")
    assert last_cycle(NOW, [older, later, BEFORE]) == BEFORE
    assert last_cycle(NOW, [later]) is None
    assert last_cycle(NOW, []) is None
    at_once = [
        evolve(BEFORE, id="a", cycle="x", submitted_at="2026-11-21T04:00:00-05:00"),
        evolve(BEFORE, id="b", cycle="y", submitted_at="2026-11-21T11:00:00+02:30"),
    ]
    assert last_cycle(NOW, at_once) == at_once[1]
    assert last_cycle(evolve(NOW, submitted_at="2026-11-21T08:00:00Z"), at_once) is None


@pytest.mark.parametrize(
    "fields",
    [
        {"cycle": "2026-Q4"}, {"respondent": "u-2"}, {"respondent": None}, {"subject": "c-1"},
        {"status": RecordStatus.DRAFT}, {"status": RecordStatus.ENTERED_IN_ERROR},
        {"instrument": evolve(MEAN.ref, id="other")}, {"id": NOW.id},
    ],
)  # fmt: skip
def test_what_is_no_earlier_cycle_of_this_person_and_subject_is_passed_over(fields):
    """The same cycle, another person or subject, another instrument, what does not count, and itself."""
    assert last_cycle(NOW, [evolve(BEFORE, **fields)]) is None


def test_an_amended_sitting_stands_where_the_first_one_stood():
    """The later record counts, at the time of the one that it stands in for."""
    ref = RecordRef(BEFORE.id, "sha256:0")
    amended = evolve(NOW, id="r-5", cycle="2026-Q3", status=RecordStatus.AMENDED, supersedes=ref,
                     submitted_at="2026-12-01T09:00:00Z")  # fmt: skip
    for name in ("r-5", "a-5"):
        assert last_cycle(NOW, [BEFORE, evolve(amended, id=name)]).id == name
    assert last_cycle(NOW, [amended]) is None  # without the first one it is later than this sitting
    own = evolve(
        NOW, id="r-6", supersedes=RecordRef(NOW.id, "sha256:0"), status=RecordStatus.AMENDED
    )
    assert last_cycle(own, [NOW, BEFORE]) == BEFORE


def test_records_that_point_at_each_other_end():
    """No file of a host can make it go on for ever."""
    one = evolve(BEFORE, id="a", supersedes=RecordRef("b", "sha256:0"))
    other = evolve(BEFORE, id="b", supersedes=RecordRef("a", "sha256:0"))
    assert last_cycle(NOW, [one, other, BEFORE]) == BEFORE
    third = evolve(BEFORE, id="c", supersedes=RecordRef("a", "sha256:0"))
    assert last_cycle(NOW, [one, other, third]) == third


def test_a_day_alone_has_its_place_too():
    """Anonymous sittings have no time; the rule itself does not depend on one."""
    days = [evolve(one, submitted_at=one.day) for one in (BEFORE, NOW)]
    assert last_cycle(days[1], days[:1]) == days[0]
    assert last_cycle(NOW, days[:1]) == days[0]  # one with a time beside one without


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "step", "words"),
    [
        ("a", 1, "near the start of the line"), ("b", 2, "in the first half of the line"),
        ("c", 3, "about the middle of the line"), ("d", 4, "in the second half of the line"),
        ("e", 5, "near the far end of the line"),
    ],
)  # fmt: skip
def test_a_scale_stands_at_one_of_five_places(code, step, words):
    """S0-10: by the scale's own bounds, in words; the number is for the picture alone."""
    (found,) = individual_page(MEAN, all_four(MEAN, code)).scales
    assert (found.step, found.words) == (step, words)
    assert (found.scale, found.title, found.status, found.change) == (
        "mean",
        "x",
        ScoreStatus.SCORED,
        None,
    )


def test_the_fifths_of_a_line_begin_at_their_low_ends():
    """From 0 to 100 by percent: 20 is in the second fifth, 100 in the last."""
    one = known(
        item("n", "integer", minimum=0, maximum=100), scales=(scale("percent_of_max", "n"),)
    )
    steps = [
        individual_page(one, at(one, n=n)).scales[0].step for n in (0, 19, 20, 59, 60, 99, 100)
    ]
    assert steps == [1, 1, 2, 3, 4, 5, 5]


def test_a_reverse_keyed_answer_stands_on_the_other_side():
    """The scale's place is after reversal; the item's own words are no skill."""
    one = known(*FOUR, scales=(scale("mean", "q1", "q2", reverse=["q1"]),))
    page = individual_page(
        one, at(one, q1="a", q2="e"), earlier=[at(one, "2026-Q3", q1="c", q2="e")]
    )
    assert (page.scales[0].step, page.scales[0].change.direction) == (5, MORE)
    assert [skill.skill.item for skill in page.skills] == ["q2"]


@pytest.mark.parametrize(
    ("answers", "status", "words"),
    [
        ({"q1": "a"}, ScoreStatus.INSUFFICIENT, "Too few of these questions were answered to say."),
        (
            dict.fromkeys(["q1", "q2", "q3", "q4"], "na"),
            ScoreStatus.NOT_APPLICABLE,
            "None of these questions applied.",
        ),
    ],
)
def test_a_scale_without_a_value_says_so_and_is_never_zero(answers, status, words):
    """C-07: too few answers are no low place."""
    one = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4", min_answered=2),))
    page = individual_page(one, at(one, **answers), earlier=[all_four(one, "a", "2026-Q3")])
    (found,) = page.scales
    assert (found.step, found.status, found.words) == (None, status, words)
    assert found.change.why is NotComparable.NO_VALUE_NOW


def test_a_scale_of_one_place_has_no_line():
    """Where every answer has one value there is nothing to stand between."""
    one = known(choice("q1", "single"), scales=(scale("mean", "q1"),), sets={"single": options(3)})
    page = individual_page(one, at(one, q1="a"), earlier=[at(one, "2026-Q3", q1="a")])
    assert (page.scales[0].step, page.scales[0].words) == (
        None,
        "Here all answers stand at one place.",
    )
    assert page.scales[0].change.direction is NOT_CLEAR
    assert (page.figures, page.skills) == ((), ())


def test_the_line_is_said_by_its_ends_where_all_scales_share_them():
    """The labels of the lowest and the highest option; in general words where they differ."""
    said = {"options": [
        {"code": "y", "value": 5, "label": {"en": "much"}}, {"code": "x", "value": 1, "label": {"en": "little"}},
        {"code": "na", "missing": "not_applicable", "label": {"en": "none"}},
    ]}  # fmt: skip
    items = [choice("q1", "said"), choice("q2", "said"), choice("q3"), item("b", "boolean")]

    def line(*scales: Any) -> str:
        one = known(*items, scales=scales, sets={"said": said})
        return individual_page(one, at(one, q1="y", q2="x", q3="a")).line

    assert line(scale("mean", "q1", "q2")) == "Each line runs from “little” to “much”."
    general = "Each line runs from one end of what the answers can come to, to the other."
    for scales in (
        (scale("mean", "q1", "q3"),), (scale("mean", "q1"), scale("lowest", "q3")), (scale("sum", "q1"),),
        (scale("mean", "q1", "q2", reverse=["q2"]),), (scale("mean", "b"),), (),
    ):  # fmt: skip
        assert line(*scales) == general


def test_the_ends_of_a_line_are_found_by_value():
    """Whatever the order of the options and their labels; of two at one end, the first that stands there."""
    values = (("a", 5, "a lot"), ("z", 1, "least"), ("y", 1, "hardly"), ("m", 3, "some"))
    said = {"options": [{"code": c, "value": v, "label": {"en": text}} for c, v, text in values]}
    one = known(choice("q1", "said"), scales=(scale("mean", "q1"),), sets={"said": said})
    page = individual_page(one, at(one, q1="m"))
    assert page.line == "Each line runs from “least” to “a lot”."


# -- change ---------------------------------------------------------------------------------------


def test_each_scale_and_each_skill_stands_beside_the_last_cycle():
    """S0-01, S0-10: more, less, no clear change; the sentence says how many points are a change at all."""
    page = individual_page(
        MEAN, all_four(MEAN, "c", q1="e", q2="b"), earlier=[all_four(MEAN, "c", "2026-Q3")]
    )
    assert page.cycle_before == "2026-Q3"
    assert page.compared
    assert page.since == "Set beside your own answers of 2026-Q3."
    assert page.scales[0].change == Change(NOT_CLEAR, "no clear change since last time")
    assert [(one.skill.item, one.change.direction, one.change.words) for one in page.skills] == [
        ("q1", MORE, "more than last time"), ("q2", LESS, "less than last time"),
        ("q3", NOT_CLEAR, "no clear change since last time"), ("q4", NOT_CLEAR, "no clear change since last time"),
    ]  # fmt: skip
    assert page.figures == (
        ("A difference of half a point or more counts as a change, on a line from 1 to 5. Anything less is no clear "
        "change. That is one eighth of the line, the default of sop_core."),
        "For one skill alone the same part of its own line counts: half a point or more, where answers run from 1 to 5.",
    )  # fmt: skip


def test_a_definitions_own_figure_is_said_to_be_its_own():
    """Its figure counts for the scale and, by its share, for each skill."""
    one = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4", change=2),))
    page = individual_page(one, all_four(one, "c"), earlier=[all_four(one, "b", "2026-Q3", q1="a")])
    assert page.scales[0].change.direction is NOT_CLEAR
    assert [skill.change.direction for skill in page.skills] == [
        MORE,
        NOT_CLEAR,
        NOT_CLEAR,
        NOT_CLEAR,
    ]
    assert page.figures[0].endswith("is no clear change. The questionnaire itself says so.")
    assert page.figures[0].startswith("A difference of 2 points or more")


def test_a_skill_moves_by_points_of_its_own_line():
    """From 1 to 5 one answer more is 1 point, which is less than 5/4."""
    one = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4", change="5/4"),))
    page = individual_page(one, all_four(one, "c"), earlier=[all_four(one, "b", "2026-Q3")])
    assert {skill.change.direction for skill in page.skills} == {NOT_CLEAR}


def test_scales_of_several_figures_are_named():
    """One sentence for all that share a figure, each with the areas that it is for."""
    titled = [
        {**scale("mean", "q1", "q2"), "id": f"s{n}", "title": {"en": title}, **more}
        for n, (title, more) in enumerate([("One", {}), ("Two", {"change": 1}), ("Three", {})])
    ]
    one = known(*FOUR, scales=tuple(titled))
    page = individual_page(one, all_four(one, "c"), earlier=[all_four(one, "b", "2026-Q3")])
    assert [figure.split(" ", 4)[:4] for figure in page.figures] == [
        ["One,", "Three:", "A", "difference"], ["Two:", "A", "difference", "of"], ["For", "one", "skill", "alone"],
    ]  # fmt: skip


def test_without_an_earlier_cycle_a_sentence_says_so():
    """No change, no figure, and no list of skills that did not move."""
    page = individual_page(MEAN, NOW)
    assert page.since == "There is no earlier cycle of yours to set beside this one yet."
    assert (page.cycle_before, page.compared, page.skills, page.figures) == (None, False, (), ())


def test_an_answer_that_is_missing_then_or_now_cannot_be_compared():
    """Why is said; nothing is taken for zero."""
    page = individual_page(
        MEAN,
        all_four(MEAN, "c", q1="declined"),
        earlier=[all_four(MEAN, "c", "2026-Q3", q2="unsure")],
    )
    assert [one.change.why for one in page.skills] == [
        NotComparable.NO_VALUE_NOW, NotComparable.NO_VALUE_THEN, None, None,
    ]  # fmt: skip
    assert page.skills[0].change.words == (
        "cannot be compared with last time, since there is no answer to go by this time"
    )
    assert page.skills[1].change.words.endswith("there was no answer to go by then")


OTHER = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3"),), version="0.9.0")


def test_another_scoring_is_not_compared_and_says_so():
    """DESIGN 2: only the same scoring digest keeps values together."""
    page = individual_page(MEAN, NOW, earlier=[all_four(OTHER, "a", "2026-Q3")])
    assert (page.cycle_before, page.compared, page.figures) == ("2026-Q3", False, ())
    assert page.since == (
        "Your answers of 2026-Q3 cannot be compared with these: the questions have changed, or the way they are put "
        "together."
    )
    changes = [page.scales[0].change, *(one.change for one in page.skills)]
    assert len(changes) == 5
    said = "cannot be compared with last time, since the questions have changed, or the way they are put together"
    assert set(changes) == {Change(NOT, said, NotComparable.OTHER_SCORING)}


def test_a_host_may_bring_an_earlier_sitting_into_todays_definition():
    """`comparable` gives the sitting as it reads now; what it gives in another scoring is not taken."""
    old = all_four(OTHER, "a", "2026-Q3")
    carried = evolve(old, instrument=MEAN.ref)
    page = individual_page(MEAN, NOW, earlier=[old], comparable=lambda one: carried)
    assert page.compared
    assert page.scales[0].change.direction is MORE
    for gives in (None, old):
        assert not individual_page(
            MEAN, NOW, earlier=[old], comparable=lambda one, to=gives: to
        ).compared
    asked = []
    individual_page(MEAN, NOW, earlier=[BEFORE], comparable=asked.append)
    assert asked == []


def test_a_mended_typo_keeps_cycles_together():
    """DESIGN 2: another version of one scoring digest is compared like the same."""
    mended = known(*FOUR, scales=(scale("mean", "q1", "q2", "q3", "q4"),), version="1.0.1")
    page = individual_page(mended, all_four(mended, "e"), earlier=[BEFORE])
    assert page.scales[0].change.direction is MORE


def test_a_page_is_drawn_with_the_definition_of_the_answers():
    """Any other could not read them."""
    with pytest.raises(CallRefused) as refused:
        individual_page(MEAN, all_four(OTHER, "a"))
    assert str(refused.value).endswith(
        "A page is drawn with the definition that the answers were given to: pass that one."
    )


def test_a_page_says_what_it_is_of():
    """The definition by id, version and digests, the cycle, and the day of the sitting."""
    page = individual_page(MEAN, NOW)
    assert (page.instrument, page.cycle, page.day) == (MEAN.ref, "2026-Q4", "2026-11-21")


# -- words ----------------------------------------------------------------------------------------


def test_the_page_speaks_the_definitions_language_nearest_to_the_readers():
    """C-32: Spanish where the definition has it, else its own; the page's sentences are marked with theirs."""
    both = {"en": "x", "es": "y"}
    text = {"title": both}
    items = [{**choice("q1"), "text": both}]
    sets = {
        "set": {
            "options": [{"code": c, "value": v, "label": both} for c, v in (("a", 1), ("b", 5))]
        }
    }
    raw = definition(*items, scales=({**scale("mean", "q1"), **text},), sets=sets, **text)
    raw["sections"][0]["title"] = both
    one = instrument_of(raw)
    page = individual_page(
        one, at(one, q1="a"), earlier=[at(one, "2026-Q3", q1="b")], locale="es-MX"
    )
    assert (page.locale, page.spoken, page.title, page.translation) == ("es", "es", "y", "draft")
    assert page.scales[0].words == "cerca del comienzo de la línea"
    assert page.scales[0].change.words == "menos que la vez pasada"
    assert [(one.skill.text, one.skill.area) for one in page.skills] == [("y", "y")]
    assert page.since == "Junto a sus propias respuestas de 2026-Q3."
    assert page.line == "Cada línea va de «y» a «y»."
    assert page.figures == (
        (
            "Cuenta como cambio una diferencia de medio punto o más, en una línea de 1 a 5. Menos que eso no es un cambio "
            "claro. Es la octava parte de la línea, el valor que sop_core usa si no se dice otro."
        ),
        (
            "Para una habilidad sola cuenta la misma parte de su propia línea: medio punto o más, donde las respuestas van "
            "de 1 a 5."
        ),
    )
    assert individual_page(one, at(one, q1="a"), locale="fr").locale == "en"


def test_strong_skills_are_named_in_the_pages_language():
    """S0-10, C-32: the skill's text and its area, and how far that language can be trusted."""
    items = [{**choice(name), "text": {"en": name, "es": f"{name} en español"}} for name in "pq"]
    area = {**scale("mean", "p", "q"), "title": {"en": "Area", "es": "Área"}}
    raw = definition(*items, scales=(area,), title={"en": "x", "es": "y"})
    one = instrument_of({**raw, "translations": {"es": "reviewed"}})
    page = individual_page(one, at(one, p="e", q="a"), locale="es")
    assert [(skill.text, skill.area) for skill in page.strong] == [("p en español", "Área")]
    assert [(skill.text, skill.area) for skill in page.to_strengthen] == [("q en español", "Área")]
    assert page.translation == "reviewed"


@pytest.mark.parametrize("locale", ["es-MX", "es-Latn-MX"])
def test_a_definition_of_one_country_is_spoken_to_in_its_language(locale):
    """Whatever follows the language in the locale's name."""
    one = known(choice("q1"), scales=(scale("mean", "q1"),), title={locale: "y", "en": "x"})
    page = individual_page(one, at(one, q1="a"), locale=locale)
    assert (page.locale, page.spoken, page.title) == (locale, "es", "y")


def test_a_third_language_is_spoken_to_in_english():
    """The definition's texts are French, the page's sentences English, and it says so."""
    raw = definition(choice("q1"), scales=(scale("mean", "q1"),))
    raw["title"] = {"fr": "Un formulaire"}
    for text in (raw["sections"][0], raw["scales"][0]):
        text["title"] = {"fr": "x"}
    one = instrument_of(raw)
    page = individual_page(one, at(one, q1="a"), locale="es")
    assert (page.locale, page.spoken) == ("fr", "en")
    assert page.scales[0].words == "near the start of the line"
