"""What holds for the page of every instrument and any two sittings, and for everybody at its gate."""

from __future__ import annotations

import re
import unicodedata
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from attrs import frozen
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import Disclosure, DisclosureRefused, Sop, render
from sop_core.access import Purpose, page_of
from sop_core.instruments import Direction, IndividualPage
from sop_core.testing import administrations, instruments
from tests.property.brute_force import bounds, brute_force
from tests.property.door import SCORED, items_of, sop_with
from tests.unit._grading import grading_words
from tests.unit._page import Element, faults, read

pytestmark = pytest.mark.law

OPPOSITE = {
    Direction.MORE: Direction.LESS, Direction.LESS: Direction.MORE,
    Direction.NO_CLEAR_CHANGE: Direction.NO_CLEAR_CHANGE, Direction.NOT_COMPARABLE: Direction.NOT_COMPARABLE,
}  # fmt: skip
TIMES = ("2026-05-21T09:00:00Z", "2026-08-21T09:00:00Z", "2026-11-21T09:00:00Z")
CYCLES = ("spring", "autumn", "winter")


@frozen
class Two:
    """An instrument, and one person's sittings of two cycles, as documents."""

    definition: dict[str, Any]
    first: dict[str, Any]
    second: dict[str, Any]

    @property
    def sop(self) -> Sop:
        return sop_with(self.definition)

    def disclosed(self, *, swapped: bool = False) -> Disclosure:
        pair = (self.second, self.first) if swapped else (self.first, self.second)
        before, now = (
            {**one, "cycle": cycle, "submitted_at": time, "id": f"r-{cycle}"}
            for one, cycle, time in zip(pair, CYCLES[1:], TIMES[1:], strict=True)
        )
        return self.sop.disclose(now, viewer="u-1", purpose="self_reflection", earlier=[before])

    def page(self, *, swapped: bool = False) -> IndividualPage:
        return page_of(self.disclosed(swapped=swapped))


def plainly_worded(definition: dict[str, Any]) -> dict[str, Any]:
    """The definition with texts that hold no digit and no word of ours, so that what is left is the page's."""
    worded = deepcopy(definition)
    options = [one for each in worded["response_sets"].values() for one in each["options"]]
    bands = [band for scale in worded["scales"] for band in scale.get("bands", [])]
    holders = [
        worded,
        *options,
        *worded["sections"],
        *items_of(worded).values(),
        *worded["scales"],
        *bands,
    ]
    for holder in holders:
        for key in ("title", "text", "label", "hint", "intro"):
            if key in holder:
                holder[key] = dict.fromkeys(holder[key], "zzz")
    return worded


@st.composite
def twos(draw: st.DrawFn, **options: Any) -> Two:
    definition = draw(instruments(**{**SCORED, "anonymous": False, **options}))
    sat = administrations(definition, statuses=("complete",))
    first, second = (
        {**draw(sat), "respondent": "u-1", "subject": None, "extensions": {}} for _ in range(2)
    )
    return Two(definition, first, second)


# -- what stands on the page ----------------------------------------------------------------------


def said_without_figures(drawn: Element) -> str:
    """All that a page says, but for the sentences that say how many points are a change."""
    figures = [figure.text for figure in drawn.all("p", class_="sop-figure")]
    said = drawn.text
    for figure in figures:
        said = said.replace(figure, "")
    return said


@given(twos(), st.sampled_from(["en", "es"]), st.booleans())
def test_no_number_and_no_word_of_grading_stands_on_any_page(two, locale, beside):
    """S0-10: apart from how much is a change, there is no digit, so no value, exact score, count or place."""
    two = Two(plainly_worded(two.definition), two.first, two.second)
    given = two.disclosed()
    if not beside:
        given = two.sop.disclose(given.record, viewer="u-1", purpose="self_reflection")
    drawn = read(render.page(given, locale=locale))
    assert faults(drawn) == []
    said = said_without_figures(drawn)
    assert re.findall(r"\d", said) == []
    assert "%" not in drawn.text
    assert grading_words(drawn.text) == []


@given(twos())
def test_a_figure_is_the_definitions_or_the_defaults_and_never_the_persons(two):
    """S0-10: what numbers a page has are the same whatever was answered."""
    here, swapped = two.page(), two.page(swapped=True)
    assert here.figures == swapped.figures
    assert [one.smallest for one in here.scales] == [one.smallest for one in swapped.scales]
    for raw, one in zip(two.definition["scales"], here.scales, strict=True):
        length = one.smallest.high - one.smallest.low
        assert one.smallest.own is ("change" in raw)
        wanted = Fraction(raw["change"]) if "change" in raw else length / 8
        assert one.smallest.points == wanted


def place(two: Two, item: str) -> Fraction:
    """Where the later answer to an item stands between its bounds, worked out from the documents."""
    definition = two.definition
    sets = {
        name: {o["code"]: o for o in each["options"]}
        for name, each in definition["response_sets"].items()
    }
    known = items_of(definition)[item]
    low, high = bounds(known, sets)
    answer = two.second["answers"][item]
    value = sets[known["response_set"]][answer]["value"] if known["type"] == "choice" else answer
    return (Fraction(value) - low) / (high - low)


@given(twos())
def test_strong_skills_stand_highest_and_those_to_strengthen_lowest(two):
    """S0-10: no answered skill stands above a strong one, or below one to strengthen; none is both."""
    page = two.page()
    answered = {one.skill.item for one in page.skills if one.change.why != "no_value_now"}
    strong = {skill.item for skill in page.strong}
    grow = {skill.item for skill in page.to_strengthen}
    assert bool(strong) is bool(grow)
    assert strong | grow <= answered
    assert not strong & grow
    places = {item: place(two, item) for item in answered}
    for item in answered:
        assert all(places[one] >= places[item] for one in strong)
        assert all(places[one] <= places[item] for one in grow)
    if not strong:
        assert len(set(places.values())) <= 1


@given(twos())
def test_a_place_is_one_of_five_and_grows_with_the_score(two):
    """S0-10: the step says no more than a fifth of the scale's own line; nothing unknown has one."""
    found = brute_force(two.definition, two.second)
    steps = {one.scale: (one.step, one.smallest) for one in two.page().scales}
    for name, (step, line) in steps.items():
        exact = found[name]["exact"]
        assert (step is None) is (exact is None or line.low == line.high)
        if step is not None:
            fifth = (line.high - line.low) / 5
            assert 1 <= step <= 5
            assert line.low + fifth * (step - 1) <= Fraction(exact) <= line.low + fifth * step


# -- change ---------------------------------------------------------------------------------------


@given(twos())
def test_change_is_antisymmetric(two):
    """S0-01: with the two sittings swapped, more is less and less is more; the rest stays."""
    here, swapped = two.page(), two.page(swapped=True)
    for ours, theirs in (
        ([one.change for one in here.scales], [one.change for one in swapped.scales]),
        ([one.change for one in here.skills], [one.change for one in swapped.skills]),
    ):
        assert [OPPOSITE[one.direction] for one in ours] == [one.direction for one in theirs]


@given(twos())
def test_a_change_is_said_from_the_smallest_on_and_never_below_it(two):
    """S0-10: as an independent scorer finds the two exact values; a difference of none is never a change."""
    then, now = (brute_force(two.definition, one) for one in (two.first, two.second))
    for one in two.page().scales:
        values = [None if found[one.scale]["exact"] is None else Fraction(found[one.scale]["exact"])
                  for found in (then, now)]  # fmt: skip
        if None in values:
            wanted = Direction.NOT_COMPARABLE
        elif values[0] == values[1] or abs(values[1] - values[0]) < one.smallest.points:
            wanted = Direction.NO_CLEAR_CHANGE
        else:
            wanted = Direction.MORE if values[1] > values[0] else Direction.LESS
        assert one.change.direction is wanted


@given(twos(types=("choice",), missing=False, show_if=False))
def test_the_same_answers_are_no_change_anywhere(two):
    """S0-01: a page beside itself has nothing more and nothing less."""
    page = Two(two.definition, two.second, two.second).page()
    moved = {one.change.direction for one in (*page.scales, *page.skills)}
    assert moved <= {Direction.NO_CLEAR_CHANGE, Direction.NOT_COMPARABLE}


@given(twos(), st.randoms(use_true_random=False))
def test_only_the_last_cycle_counts_in_whatever_order_records_come(two, random):
    """S0-01: older cycles, and the order of a database, change nothing."""
    given = two.disclosed()
    older = {**two.second, "cycle": CYCLES[0], "submitted_at": TIMES[0], "id": "r-spring"}
    earlier = [older, *given.earlier]
    random.shuffle(earlier)
    more = two.sop.disclose(given.record, viewer="u-1", purpose="self_reflection", earlier=earlier)
    assert page_of(more) == page_of(given)


# -- the gate -------------------------------------------------------------------------------------

TOKENS = st.text("0123456789abcdefABCDEF_.-", min_size=1, max_size=64)


def near(token: str) -> list[object]:
    """What is almost a token: cut, padded, in another case, in other characters, of another type."""
    return [
        token[:-1], token[1:], token + token[-1], token + "0", f" {token}", f"{token} ", f"{token}\n",
        f"\ufeff{token}", f"{token}\u200b", token.upper(), token.lower(), token.swapcase(), token[::-1],
        "".join(chr(ord(char) + 0xFEE0) for char in token), unicodedata.normalize("NFKD", token) + "\u0301",
        token.encode(), None, "", "None", "null", "*", 0, True, [token], {token: token}, (token,),
    ]  # fmt: skip


@given(twos(items=(1, 2), scales=(1, 1)), TOKENS)
def test_whoever_is_almost_the_respondent_is_somebody_else(two, token):
    """S0-07: for the purpose that is open, each near miss of the token is refused, every time."""
    record = {**two.second, "respondent": token}
    for viewer in near(token):
        if not isinstance(viewer, str) or viewer != token:
            with pytest.raises(DisclosureRefused):
                two.sop.disclose(record, viewer=viewer, purpose="self_reflection")


@given(twos(items=(1, 2), scales=(1, 1)), TOKENS, st.data())
def test_nobody_but_the_respondent_is_ever_shown_a_record(two, token, data):
    """S0-07: whatever the viewer is, for whatever purpose and agreement, alone or beside the person's own."""
    viewer = data.draw(
        st.sampled_from(near(token)) | TOKENS | st.text(max_size=8) | st.none() | st.integers()
    )
    assume(viewer != token)
    purpose = data.draw(st.sampled_from([*Purpose, "cqi", None]) | st.text(max_size=20))
    agreement = data.draw(st.none() | st.just({"coach": viewer}))
    record = {**two.second, "respondent": token}
    asked = {"viewer": viewer, "purpose": purpose, "agreement": agreement}
    with pytest.raises(DisclosureRefused) as caught:
        two.sop.disclose(record, **asked)
    assert caught.value.issues
    if isinstance(viewer, str) and re.fullmatch(r"[A-Za-z0-9_.-]{1,64}", viewer):
        own = {**two.first, "respondent": viewer, "id": "own"}
        with pytest.raises(DisclosureRefused):
            two.sop.disclose(own, **{**asked, "purpose": "self_reflection"}, earlier=[record])


@given(
    twos(items=(1, 2), scales=(1, 1)),
    TOKENS,
    st.sampled_from(["self_reflection", "performance_appraisal"]),
)
def test_the_respondent_is_shown_it_for_self_reflection_and_never_for_an_appraisal(
    two, token, purpose
):
    """S0-10, S1-05: the person alone, and the person neither where it is an appraisal."""
    record = {**two.second, "respondent": token}
    if purpose == "self_reflection":
        assert two.sop.disclose(record, viewer=token, purpose=purpose).viewer == token
    else:
        with pytest.raises(DisclosureRefused) as caught:
            two.sop.disclose(record, viewer=token, purpose=purpose)
        assert [issue.code for issue in caught.value.issues] == ["purpose_refused"]


@given(twos())
def test_what_is_kept_of_a_disclosure_holds_nothing_of_the_records(two):
    """S0-07: whatever was answered, the entry names records by id and digest, and is a sound record itself."""
    given = two.disclosed()
    entry = given.entry
    assert two.sop.accept(document_of(given)).record == entry
    assert set(document_of(given)) == {
        "$schema", "id", "kind", "record", "earlier", "viewer", "purpose", "day", "granted", "extensions",
    }  # fmt: skip


def document_of(given: Disclosure) -> dict[str, Any]:
    from sop_core import to_document

    return to_document(given)
