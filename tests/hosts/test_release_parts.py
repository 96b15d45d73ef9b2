"""What a lead asks for beyond averages: parts of groups, distributions and spread, as the agency's settings allow."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from sop_core import to_json
from sop_core.documents import release_of
from sop_core.reporting import audit
from sop_helpdesk.models import ReleaseLook, SopRecord
from sop_helpdesk.releases import counting
from sop_helpdesk_demo.answers import STAFF
from tests.hosts.releasing import HOME, ask, published, tables
from tests.hosts.support import ANONYMOUS, ASSESSMENT, SURVEY, door_address

ITEM = "eng_three_questions"
PARTS = {
    "groupings": [
        {"id": "caseload", "kind": "partition", "level": "unit"},
        {"id": "icwa", "kind": "overlapping", "value": "yes"},
    ],
    "distributions": [{"id": ITEM, "bars": [["1", "2", "3"], ["4", "5"]]}],
    "spread": ["sd", "median", "interval"],
}
EVERY = {
    "groupings": ["caseload"],
    "distributions": [ITEM],
    "spread": ["sd", "median", "interval"],
}
ONE = {"measures": ["engagement"], "depth": "0"}


@pytest.fixture
def parts(lead, settings_of_sop):
    """A lead whose agency allows some of everything."""
    settings_of_sop(parts=PARTS)
    return lead


def choices(page: BeautifulSoup, name: str) -> dict[str, str]:
    """What a form offers under a name: each value, and the label beside it."""
    found = page.select(f'input[name="{name}"]')
    return {one["value"]: page.select_one(f'label[for="{one["id"]}"]').text for one in found}


def stored() -> list[dict]:
    return [json.loads(row.document) for row in SopRecord.objects.filter(instrument=ASSESSMENT)]


class TestTheForm:
    def test_offers_what_the_agency_allows(self, parts):
        """Each part in words; none is chosen before the lead chooses it."""
        page = parts.get(f"{HOME}ask/{ASSESSMENT}/").soup
        assert choices(page, "groupings") == {
            "caseload": "By caseload, down to each unit at most",
            "icwa": "Those with icwa: yes",
        }
        (text,) = choices(page, "distributions").values()
        assert text == text_of(ITEM)
        assert list(choices(page, "spread")) == ["sd", "median", "interval"]
        for name in EVERY:
            assert not page.select(f'input[name="{name}"][checked]')

    def test_offers_none_where_the_agency_allows_none(self, lead, settings_of_sop):
        """Plain rows, as they were."""
        settings_of_sop(parts={})
        page = lead.get(f"{HOME}ask/{ASSESSMENT}/").soup
        assert not any(choices(page, name) for name in EVERY)
        assert ask(lead, spread=["sd"]).status == 200, "what is not on the form is passed over"
        assert release_of(ReleaseLook.objects.get().document).spread == ()

    def test_offers_a_distribution_only_of_what_the_form_asks(self, parts):
        """An item of another instrument is none of this one's."""
        page = parts.get(f"{HOME}ask/{ANONYMOUS}/").soup
        assert choices(page, "distributions") == {}
        assert choices(page, "spread")

    def test_offers_no_part_of_parents_answers_whose_workers_nobody_tells(self, parts):
        """Rule 2: a part needs the number of its own workers. Unknown is withheld, and so there is nothing to ask for."""
        page = parts.get(f"{HOME}ask/{SURVEY}/").soup
        assert choices(page, "groupings") == {}
        assert choices(page, "spread")

    @pytest.mark.parametrize("name", list(EVERY))
    def test_what_was_never_offered_is_refused(self, parts, name):
        """Nobody asks for what the agency did not allow."""
        assert ask(parts, **{name: ["charm"]}).status == 422
        assert not ReleaseLook.objects.exists()

    def test_the_settings_are_checked(self, host, settings_of_sop):
        """`manage.py check` says what is wrong with a part, before a lead meets it."""
        from sop_helpdesk import apps

        for wrong in (
            {"grouping": []},
            {"spread": ["variance"]},
            {"groupings": [{"id": "icwa", "kind": "overlapping"}]},
            {"groupings": [{"id": "icwa", "kind": "partition", "level": "galaxy"}]},
            {"distributions": [{"id": ITEM, "bars": [["1"], ["1", "2"]]}]},
            {"distributions": "all"},
        ):
            settings_of_sop(parts=wrong)
            assert "sop_helpdesk.E007" in {one.id for one in apps.check_setup()}, wrong
        settings_of_sop(parts=PARTS)
        assert "sop_helpdesk.E007" not in {one.id for one in apps.check_setup()}


class TestWhatIsShown:
    def test_the_parts_of_a_group_are_counted_from_the_stored_answers(self, parts):
        """By hand: how many of each caseload, each with their people, under the group that they are parts of."""
        page = ask(parts, **ONE, groupings=["caseload"])
        assert page.status == 200
        (rows,) = tables(page).values()
        n = Counter(one["groups"]["caseload"] for one in stored())
        assert sum(n.values()) == sum(STAFF.values())
        assert {name: cells[1] for name, cells in rows.items()} == {
            "All groups": str(sum(n.values())),
            **{f"All groups (caseload: {name})": str(many) for name, many in n.items()},
        }

    def test_parts_go_no_further_down_than_the_rows(self, parts):
        """What the agency allows down to each unit is of the county where the lead asks for no more."""
        for depth, levels in (("0", ()), ("1", ("county",))):
            entry = published(parts, measures=["engagement"], depth=depth, groupings=["caseload"])
            made = release_of(entry.document)
            assert made.levels == levels
            assert max(len(row.scope) for row in made.rows if row.groups) == int(depth)

    def test_small_parts_are_withheld_and_the_reasons_are_the_administrators(self, parts, host):
        """A unit of fourteen has parts of seven; why stands on the administrator's page alone, by its name."""
        entry = published(parts, measures=["engagement"], groupings=["caseload"])
        made = release_of(entry.document)
        hidden = [row for row in made.rows if row.groups and row.withheld]
        assert hidden
        assert all(row.n >= 11 for row in made.rows if not row.withheld and row.n)
        assert parts.get(f"{HOME}{entry.release}/reasons/").status == 404
        reasons = host.person("admin").get(f"{HOME}{entry.release}/reasons/").soup
        named = {row.th.text for row in reasons.select("tbody tr")}
        assert "demo-county / north (caseload: intake)" in named
        assert "reason" not in parts.get(f"{HOME}{entry.release}/").text.lower()

    def test_bars_are_counted_from_the_stored_answers(self, parts, host):
        """Whole or not at all; a unit whose bars are small says where they are held."""
        entry = published(parts, measures=["engagement"], depth="2", distributions=[ITEM])
        page = parts.get(f"{HOME}{entry.release}/")
        (rows,) = (one for name, one in tables(page).items() if "gave each answer" in name)
        given = [one["answers"][ITEM] for one in stored()]
        low = sum(code in "123" for code in given)
        assert rows["All groups"] == [str(low), str(len(given) - low), str(len(given))]
        assert "not shown" in rows["demo-county / valley"][0]
        assert text_of(ITEM) in page.text
        reasons = host.person("admin").get(f"{HOME}{entry.release}/reasons/").soup
        said = {row.th.text: row.td.text for row in reasons.select("tbody tr")}
        assert f"demo-county / valley (answers to {ITEM})" in said

    def test_spread_is_shown_where_enough_answered(self, parts):
        """Twice the minimum; where it is not told the page says no more than that."""
        page = ask(parts, measures=["engagement"], spread=["sd", "median", "interval"])
        (rows,) = (one for name, one in tables(page).items() if "lie apart" in name)
        assert all("not shown" not in cell for cell in rows["All groups"])
        assert len(rows["All groups"]) == 3
        assert rows["demo-county / north"][0] == "not shown"

    def test_all_of_it_at_once_is_published_as_it_was_looked_at(self, parts):
        """The tables of the release are those of the look; its CSV has the bars too."""
        look = ask(parts, **ONE, **EVERY)
        entry = published(parts, **ONE, **EVERY)
        assert tables(look) == tables(parts.get(f"{HOME}{entry.release}/"))
        made = release_of(entry.document)
        assert (len(made.groupings), len(made.distributed), len(made.spread)) == (1, 1, 3)
        assert len(ReleaseLook.objects.all()) == 1
        rows = parts.get(f"{HOME}{entry.release}/csv/").text.splitlines()
        assert len(rows) == 1 + len(made.rows) + 2 * len(made.distributions)

    def test_every_table_says_what_it_is_to_whoever_hears_it(self, parts):
        """A caption, and a scope on each head: what `render.report` makes, and nothing drawn beside it."""
        page = ask(parts, **ONE, **EVERY).soup
        assert page.select(".sop-report table")
        for table in page.select(".sop-report table"):
            assert table.caption.text.strip()
            assert all(head.get("scope") for head in table.select("th"))

    def test_what_is_asked_for_makes_another_release(self, parts):
        """The id is made of what was asked for, parts included; without any it is what it was."""
        names = {
            published(parts, **ONE, **{name: EVERY[name]} if name else {}).release
            for name in (None, *EVERY)
        }
        assert len(names) == 4


class TestWhatIsRefused:
    def test_what_nobody_counted_is_said(self, parts, settings_of_sop):
        """A grouping that no stored answer names: in words, since it names nobody's answers."""
        settings_of_sop(parts={"groupings": [{"id": "language_unit", "kind": "partition"}]})
        page = ask(parts, groupings=["language_unit"])
        assert page.status == 422
        assert "counts nothing by 'language_unit'" in page.soup.select_one("[role=alert]").text

    def test_looks_with_parts_together_give_nobody_away(self, parts):
        """Part by part, level by level: the attackers on all that was ever seen."""
        asked = [
            {"depth": depth, "measures": ["engagement"], name: EVERY[name]}
            for depth in ("0", "2")
            for name in EVERY
        ]
        statuses = [ask(parts, **one).status for one in asked]
        assert statuses.count(200) > 3
        assert audit([release_of(one.document) for one in ReleaseLook.objects.all()]) == ()

    def test_other_bars_than_were_looked_at_are_not_shown(self, parts, settings_of_sop):
        """The difference of two ways to join tells an answer apart, also where neither was published."""
        assert ask(parts, **ONE, distributions=[ITEM]).status == 200
        given = Counter(one["answers"][ITEM] for one in stored())
        assert given["3"] < 11, "the test needs an answer that few gave"
        other = [{"id": ITEM, "bars": [["1", "2"], ["3", "4", "5"]]}]
        settings_of_sop(parts={"distributions": other})
        assert ask(parts, **ONE, distributions=[ITEM], purpose="workforce_needs").status == 422


class TestWhoIsInWhichPart:
    def test_a_workers_answers_carry_the_groups_that_the_host_names(self, host, settings_of_sop):
        """Of answers that are somebody's own; the agency says how a user belongs to a part."""
        settings_of_sop(groups=lambda user: {"caseload": f"of_{user.get_username()}"})
        worker = host.person("worker")
        page = worker.open(host.case)
        assert worker.send(host.case, page.fields(choose=1)).status == 200
        (record,) = SopRecord.objects.filter(instrument=ASSESSMENT)
        assert json.loads(record.document)["groups"] == {"caseload": "of_worker"}

    def test_anonymous_answers_carry_none(self, host, settings_of_sop):
        """A further grouping of one person would lead to that person."""
        settings_of_sop(groups=lambda user: {"caseload": f"of_{user.get_username()}"})
        worker = host.person("worker")
        page = worker.open(host.case, ANONYMOUS)
        worker.send(host.case, page.fields(choose=1), ANONYMOUS)
        (record,) = SopRecord.objects.filter(instrument=ANONYMOUS)
        assert json.loads(record.document)["groups"] == {}

    def test_the_demo_names_them_by_a_group_of_users(self, host):
        """As a county may do it: whoever is in the group `ongoing` carries ongoing cases."""
        from sop_helpdesk.conf import conf

        user = get_user_model().objects.get(username="worker")
        assert conf().groups(user) == {"caseload": "intake"}
        user.groups.add(Group.objects.get_or_create(name="ongoing")[0])
        assert conf().groups(user) == {"caseload": "ongoing"}
        user.groups.clear()


#: A county that says how many of its workers carry which caseload: of one unit it does not know, in one they are few.
WORKERS = [
    {"scope": [], "n": 26}, {"scope": ["demo-county"], "n": 26},
    *({"scope": ["demo-county", unit], "n": n} for unit, n in
      {"families": 9, "north": 8, "south": 6, "valley": 3}.items()),
    *({"scope": path, "n": 14, "groups": {"caseload": part}}
      for path in ([], ["demo-county"]) for part in ("intake", "ongoing")),
    {"scope": ["demo-county", "families"], "n": 5, "groups": {"caseload": "ongoing"}},
    {"scope": ["demo-county", "families"], "n": 4, "groups": {"caseload": "intake"}},
    {"scope": ["demo-county", "north"], "n": 5, "groups": {"caseload": "ongoing"}},
]  # fmt: skip


def carried(unit: str, ongoing: int) -> None:
    """So many parents' answers of a unit are of an ongoing case, and the others of its intake."""
    rows = SopRecord.objects.filter(instrument=SURVEY, document__contains=f'"{unit}"')
    for at, row in enumerate(rows.order_by("id")):
        groups = {"caseload": "ongoing" if at < ongoing else "intake"}
        row.document = to_json({**json.loads(row.document), "groups": groups})
        row.save()


@pytest.fixture
def of_families(parts, settings_of_sop):
    """A lead whose agency tells the workers of each part of parents' answers, and whose answers have parts."""
    settings_of_sop(workers=WORKERS)
    for unit, n in {"families": 21, "north": 8, "south": 12, "valley": 6}.items():
        carried(unit, n)
    return parts


class TestPartsOfParentsAnswers:
    def test_are_offered_where_their_workers_are_told(self, of_families):
        """By the groupings of which a number is known, and by no other."""
        page = of_families.get(f"{HOME}ask/{SURVEY}/").soup
        assert list(choices(page, "groupings")) == ["caseload"]

    def test_are_counted_from_the_stored_answers(self, of_families):
        """By hand, of the whole, each with enough workers."""
        page = ask(of_families, SURVEY, measures=["heard"], depth="0", groupings=["caseload"])
        assert page.status == 200, page.text
        (rows,) = tables(page).values()
        n = Counter(
            json.loads(row.document)["groups"]["caseload"]
            for row in SopRecord.objects.filter(instrument=SURVEY)
        )
        for part in ("intake", "ongoing"):
            assert rows[f"All groups (caseload: {part})"][1] == str(n[part])

    def test_are_withheld_where_their_workers_are_few_or_unknown(self, of_families, host):
        """Rule 2: told to be five, shown; not told, withheld, and why is the administrator's. Twelve are of the south."""
        entry = published(of_families, SURVEY, measures=["heard"], groupings=["caseload"])
        made = release_of(entry.document)
        found = {(row.scope[-1:], *row.groups.values()): row.n for row in made.rows}
        assert found[("families",), "ongoing"] == 21
        assert found[("south",), "ongoing"] is None
        page = host.person("admin").get(f"{HOME}{entry.release}/reasons/")
        said = {row.th.text: row.select("td")[1].text for row in page.soup.select("tbody tr")}
        assert said["demo-county / south (caseload: ongoing)"] == "few workers"

    @pytest.mark.parametrize(("n", "is_shown"), [(4, False), (5, True)])
    def test_of_a_unit_stand_or_fall_with_five_workers(
        self, of_families, settings_of_sop, n, is_shown
    ):
        """Twenty-one parents of four workers are the appraisal of these, though nine work in the unit."""
        told = [{**one, "n": n} if one.get("groups") == {"caseload": "ongoing"} and one["scope"][-1:] == ["families"] else one
                for one in WORKERS]  # fmt: skip
        settings_of_sop(workers=told)
        page = ask(of_families, SURVEY, measures=["heard"], groupings=["caseload"])
        made = release_of(ReleaseLook.objects.get().document)
        assert page.status == 200
        ongoing = {"caseload": "ongoing"}
        (row,) = (
            one for one in made.rows if one.scope[-1:] == ("families",) and one.groups == ongoing
        )
        assert (row.n is not None) is is_shown

    def test_of_one_unit_are_about_its_workers_however_far_down_is_asked(self, of_families):
        """All ongoing cases that answered are of a unit of three: they are not the county's fourteen."""
        for unit in ("families", "north", "south"):
            carried(unit, 0)
        carried("valley", 12)
        asked = {"measures": ["heard"], "depth": "0"}
        ask(of_families, SURVEY, **asked, groupings=["caseload"])
        made = release_of(ReleaseLook.objects.get().document)
        assert {row.n for row in made.rows if row.groups} == {None}

    def test_all_answers_of_one_unit_are_about_its_workers(self, lead):
        """Rule 2, without a part: where three workers' parents alone answered, the whole is about the three."""
        rows = SopRecord.objects.filter(instrument=SURVEY).exclude(document__contains='"valley"')
        rows.delete()
        page = ask(lead, SURVEY, depth="0")
        assert page.status == 422
        assert "may be shown" in page.soup.select_one("[role=alert]").text

    def test_workers_of_parts_are_those_whom_such_cases_are_assigned_to(
        self, host, settings_of_sop
    ):
        """Where the county does not say: each once in every group and part, by the county's function of a case."""
        first = host.case
        settings_of_sop(
            workers=None, parts=PARTS,
            family_groups=lambda ticket: {"caseload": "intake" if ticket.pk == first else "ongoing", "icwa": "no"},
        )  # fmt: skip
        known = counting.workers()
        for path in ([], ["demo-county"], ["demo-county", "families"]):
            told = [one.get("groups") for one in known if one["scope"] == path]
            parts = [{"caseload": "intake"}, {"caseload": "ongoing"}, {"icwa": "_other"}]
            assert told == [None, *parts]
        assert {one["n"] for one in known} == {1}

    def test_a_function_that_fails_makes_no_part_known(self, host, settings_of_sop):
        """Unknown is withheld: nobody's part is guessed."""
        settings_of_sop(workers=None, parts=PARTS, family_groups=lambda ticket: {}[ticket.title])
        assert not any("groups" in one for one in counting.workers())

    def test_what_is_told_of_workers_is_checked(self, host, settings_of_sop):
        """`manage.py check`: a number for each path, or a plan's subjects; a part has no more than its group."""
        from sop_helpdesk import apps

        many = {"scope": [], "groups": {"caseload": "intake"}, "n": 27}
        for wrong in ([{"scope": []}], [{"scope": [], "n": 26}, many], {(): -1}, 7, [7], {3: 4},
                      [{"scope": [], "groups": {"charm": "x"}, "n": 2}]):  # fmt: skip
            settings_of_sop(parts=PARTS, workers=wrong)
            assert "sop_helpdesk.E008" in {one.id for one in apps.check_setup()}, wrong
        for right in (WORKERS, None, {(): 7}, lambda: 1 / 0):
            settings_of_sop(workers=right)
            assert "sop_helpdesk.E008" not in {one.id for one in apps.check_setup()}


class TestWhatAFamilysAnswersAreKeptBy:
    def test_the_case_says_and_the_family_is_told(self, host, settings_of_sop):
        """By the groupings of reports, from the link on; before the first question, in each language."""
        settings_of_sop(
            parts=PARTS,
            family_groups=lambda ticket: {"caseload": "ongoing", "case": f"{ticket.pk}"},
        )
        token = host.link()
        assert [row["groups"] for row in host.links()] == ['{"caseload":"ongoing"}'], (
            "no more than reports have"
        )
        for lang, said in (
            ("en", "what kind of case it is (caseload)"),
            ("es", "tipo de caso se trata (caseload)"),
        ):
            page = host.person(None).get(f"{door_address(token)}?lang={lang}")
            assert said in page.soup.select_one(".sop-before").text
        sent = host.person(None).post("/sop/family/", page.fields(choose=1))
        assert sent.status == 200
        (record,) = SopRecord.objects.filter(instrument=SURVEY)
        assert json.loads(record.document)["groups"] == {"caseload": "ongoing"}
        assert host.links() == []

    def test_a_form_that_comes_back_says_it_again(self, host, settings_of_sop):
        """What was promised stands on the page as long as it is there."""
        settings_of_sop(parts=PARTS, family_groups=lambda _: {"caseload": "ongoing"})
        page = host.person(None).get(door_address(host.link()))
        back = host.person(None).post("/sop/family/", page.hidden())
        assert back.status == 422
        assert "(caseload)" in back.soup.select_one(".sop-before").text

    @pytest.mark.parametrize(
        "say", [None, lambda _: {}, lambda _: {"caseload": "two words"}, lambda _: {"caseload": 7}, lambda _: 1 / 0]
    )  # fmt: skip
    def test_nothing_is_kept_of_what_is_not_said_or_no_record_may_hold(
        self, host, settings_of_sop, say, caplog
    ):
        """A link is made all the same, its answers are in the part `_other`, and the family reads of no kind."""
        settings_of_sop(parts=PARTS, family_groups=say)
        token = host.link()
        assert [row["groups"] for row in host.links()] == ["{}"]
        page = host.person(None).get(door_address(token))
        assert "kind of case" not in page.text
        assert host.person(None).post("/sop/family/", page.fields(choose=1)).status == 200
        (record,) = SopRecord.objects.filter(instrument=SURVEY)
        assert json.loads(record.document)["groups"] == {}


class TestTheDemo:
    def test_shows_a_part_and_bars(self, lead):
        """Its own settings and made-up answers carry both: a person who tries it sees numbers in each."""
        page = lead.get(f"{HOME}ask/{ASSESSMENT}/").soup
        chosen = {name: list(choices(page, name)) for name in EVERY}
        assert all(chosen.values())
        made = release_of(published(lead, **chosen).document)
        assert any(row.n for row in made.rows if row.groups)
        assert any(row.bars for row in made.distributions)
        assert any(row.sd for row in made.rows)


def text_of(item: str) -> str:
    from sop_helpdesk import adapter

    return adapter.engine().catalog.instrument(ASSESSMENT).items[item].text.get("en")
