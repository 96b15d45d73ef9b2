"""Laws of reports to look at: pages and rows hold what releases show, no more and no less, whatever order they come in."""

from __future__ import annotations

import csv
import io
import re

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import render
from sop_core.render.report_names import names_of
from sop_core.render.report_sheets import RUNS
from sop_core.render.words import words_for
from sop_core.reporting import Place, compare
from tests.property.test_comparing_laws import KNOWN, several
from tests.unit import _reported
from tests.unit._page import faults, read

pytest.importorskip("jinja2", reason="not on this Python: jinja2")
pytestmark = pytest.mark.law

#: What one line of a page or of a table of rows says of one measure.
Said = tuple[str, str, str]


def name_of(place: Place) -> str:
    parts = (f" ({name}: {to})" for name, to in place.groups)
    return (" / ".join(place.scope) or "All groups") + "".join(parts)


def drawn(markup: str) -> list[list[Said]]:
    """Of each release's tables of averages: the group, and for each measure its mean and number, or None."""
    found = []
    for section in read(markup).all("section", class_="sop-sheet"):
        lines = []
        for table in section.all("table"):
            for row in table.one("tbody").all("tr"):
                name, *cells = row.children
                said = [cell.words for cell in cells for _ in range(int(cell.get("colspan") or 1))]
                pairs = zip(said[::2], said[1::2], strict=True)
                lines += [(name.words, mean, n) for mean, n in pairs]
        found.append(lines)
    return found


def shown(release) -> list[Said]:
    """The same of a release; what is withheld is told by its place alone."""
    found = []
    for row in release.rows:
        places = next(one.places for one in release.measures if one.id == row.measure)
        mean = "nobody" if row.mean is None else f"{row.mean:.{places}f}"
        found.append((name_of(row.place), *(("", "") if row.withheld else (mean, str(row.n)))))
    return sorted(found)


def without_holders(lines: list[Said]) -> list[Said]:
    return sorted(
        (name, "", "") if n.startswith("not shown") else (name, mean, n) for name, mean, n in lines
    )


#: Names that a hostile or a careless host might give: alike, another group's id, a path, what tells two apart.
NAMED = st.sampled_from(
    [
        "Main",
        "main ",
        "Main (n)",
        "Main (c/n)",
        "n",
        "N",
        "s",
        "u1",
        "All groups",
        "c / n",
        "c (type: a)",
        "\u202emain",
        " ",
    ]
)


class TestNames:
    @given(
        st.sets(st.lists(st.sampled_from(["c", "n", "s", "u1"]), max_size=3).map(tuple), min_size=1),
        st.dictionaries(st.lists(st.sampled_from(["c", "n", "s", "u1"]), max_size=3).map(tuple), NAMED),
    )  # fmt: skip
    def test_two_groups_never_look_alike(self, scopes, names):
        """Whatever they are called: as many names as there are groups, and parts of them."""
        scopes |= {scope[:end] for scope in scopes for end in range(len(scope))}
        cells = {"/".join(one): (20, "3.4") for one in scopes}
        cells |= {f"{at}@type=a": (12, "3.4") for at in cells}
        made = compare([_reported.release({"mean": cells})], [])
        called = names_of(names, made, words_for("en"))
        found = [
            called.of(row.place).casefold().strip("\u2068\u2069") for row in made.releases[0].rows
        ]
        assert len({*found}) == len(found)


class TestPages:
    @given(several)
    def test_every_row_stands_on_the_page_and_nothing_else(self, releases):
        """Issue 6: the tables hold all that a release shows; of a withheld row they say that it is withheld."""
        made = compare(releases, KNOWN)
        page = drawn(render.report(made, charts=False))
        for release, lines in zip(made.releases, page, strict=True):
            # A measure that a group has no row of is not shown either.
            places = {row.place for row in release.rows}
            missing = [
                (name_of(place), "", "")
                for place in places
                for one in release.measures
                if not any((row.place, row.measure) == (place, one.id) for row in release.rows)
            ]
            assert without_holders(lines) == sorted([*shown(release), *missing])

    @given(several, st.randoms(use_true_random=False), st.sampled_from(["en", "es"]))
    def test_a_page_is_sound_and_the_same_whatever_order_releases_come_in(
        self, releases, random, locale
    ):
        """Issue 6: accessible, one sentence for what is withheld, and no reason."""
        mixed = list(releases)
        random.shuffle(mixed)
        page = render.report(compare(releases, KNOWN), charts=False, locale=locale)
        assert page == render.report(compare(mixed, KNOWN), charts=False, locale=locale)
        assert faults(read(page)) == []
        sentence = words_for(locale).plain("report_withheld")
        unseen = words_for(locale).plain("report_not_shown")
        for section in read(page).all("section", class_="sop-sheet"):
            hides = any(cell.words.startswith(unseen) for cell in section.all("td"))
            assert section.text.count(sentence) == hides
        assert not re.search(
            r"small|few_workers|protects", read(page).text.replace("small difference", "")
        )

    @given(several)
    def test_a_group_that_holds_a_withheld_one_is_shown_and_round_it(self, releases):
        """Roll-up: the smallest shown group round it, as Release.instead_of says it."""
        for release in releases:
            rows = list(csv.DictReader(io.StringIO(render.report_csv(compare([release])))))
            for row, told in zip(release.rows, rows, strict=True):
                if not row.withheld:
                    assert told["counted_in"] == ""
                    continue
                instead = release.instead_of(row.scope if row.groups else row.scope[:-1])
                if not row.scope and not row.groups:
                    instead = None
                expected = "" if instead is None else "/".join(instead) or "(whole)"
                assert told["counted_in"] == expected


class TestRows:
    @given(several)
    def test_every_number_of_a_release_is_a_row_and_every_row_a_number(self, releases):
        """Issue 6: in the agency's own order, and what is withheld has none."""
        made = compare(releases, KNOWN)
        rows = list(csv.DictReader(io.StringIO(render.report_csv(made))))
        every = [(one, row) for one in made.releases for row in one.rows]
        assert len(rows) == len(every)
        for told, (release, row) in zip(rows, every, strict=True):
            assert told["release"] == release.id
            assert told["n"] == ("" if row.n is None else str(row.n))
            assert told["mean"] == ("" if row.mean is None else f"{row.mean:.2f}")
            assert (told["withheld"] == "yes") == row.withheld == (told["not_shown"] != "")

    @given(several, st.text(st.sampled_from("=+-@\t\r\n a1'\",|\uff1d\uff0b"), min_size=1))
    def test_no_cell_is_a_formula_and_no_text_is_lost(self, releases, text):
        """Issue 6: whatever anybody wrote comes back, after an apostrophe where a spreadsheet could run it."""
        made = compare([evolve(one, caveat=text) for one in releases])
        rows = list(csv.DictReader(io.StringIO(render.report_csv(made), newline="")))
        assume(rows)
        for row in rows:
            assert row["caveat"] in (text, f"'{text}")
            for cell in row.values():
                assert not cell.strip(" ").startswith(RUNS) or re.fullmatch(r"-?[0-9.]+", cell)
