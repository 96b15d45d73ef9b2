"""The worked cases that a new definition is given: their sums, their words, and what they show."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sop_core.catalog import definition_issues
from sop_core.cli.authoring.building import finished_sheet
from sop_core.cli.authoring.cases import _decimal, cases_of
from sop_core.cli.authoring.saying import stand_in
from sop_core.cli.authoring.sheet import parts_of

HEAD = "section,item,text,type,response_set,options,minimum,maximum,required,show_if,reverse\n"
AGREE = "1=No;2=Partly;4=Yes;na=Does not apply"


def made(rows):
    parts = parts_of((HEAD + rows).encode(), languages=(), default=None)
    return finished_sheet(parts, stand_in(("en",)))


def cases(rows):
    return {case["id"]: case for case in made(rows)["cases"]}


FOUR = f"A,q1,x,,s,{AGREE}\n,q2,x,,s,,,,,,yes\n,q3,x,,s\n,q4,x,,s\n"


def test_four_items_by_hand():
    """Values 1, 2, 4; q2 is reverse-keyed: 1 + 4 - x. Each sum here was done by hand."""
    found = cases(FOUR)
    lowest = found["all_lowest"]
    # q1 1, q2 1 + 4 - 1 = 4, q3 1, q4 1: 7/4 = 1.75
    assert lowest["expect"]["a"] == {
        "status": "scored",
        "value": "1.75",
        "exact": "7/4",
        "n_answered": 4,
    }
    assert lowest["note"] == (
        "The lowest answer everywhere. a: q2 is reverse-keyed, 1 + 4 - 1 = 4; (1 + 4 + 1 + 1) / 4 = 7/4, rounded 1.75."
    )
    # q1 4, q2 1 + 4 - 4 = 1, q3 4, q4 4: 13/4 = 3.25
    assert found["all_highest"]["expect"]["a"]["exact"] == "13/4"
    # In turn 2, (4), 2, 1 by position; q2 does not apply: q1 2, q3 4, q4 2 come to 8/3.
    mixed = found["mixed"]
    assert mixed["answers"] == {
        "q1": "2",
        "q2": {"missing": "not_applicable"},
        "q3": "4",
        "q4": "2",
    }
    assert mixed["expect"]["a"] == {
        "status": "scored", "value": "2.67", "exact": "8/3", "n_answered": 3, "n_not_applicable": 1,
    }  # fmt: skip
    assert mixed["note"].endswith("a: q2 does not apply; (2 + 4 + 2) / 3 = 8/3, rounded 2.67.")
    # Two of four are just half: q1 2 and q2, answered 1, counts 4.
    assert found["half_answered"]["answers"] == {"q1": "2", "q2": "1"}
    assert found["half_answered"]["expect"]["a"]["exact"] == "3"
    assert found["half_answered"]["note"].endswith("(2 + 4) / 2 = 6/2 = 3.")
    assert found["too_few_answered"]["answers"] == {"q1": "2"}
    assert found["too_few_answered"]["expect"]["a"] == {
        "status": "insufficient",
        "value": None,
        "n_answered": 1,
    }
    assert (
        "1 of 4 answered, and at least half (2) must be: no value"
        in found["too_few_answered"]["note"]
    )


def test_a_case_that_is_wrong_is_caught_by_the_scoring():
    """The two ways of counting are held against each other: a changed sum is no sound definition."""
    document = made(FOUR)
    assert definition_issues(document, "instrument") == ()
    document["cases"][0]["expect"]["a"]["exact"] = "2"
    (issue,) = definition_issues(document, "instrument")
    assert issue.code == "case_differs"


def test_required_items_say_why_they_have_no_answer():
    """A complete record leaves no required item open: what cannot be answered is declined."""
    found = cases("A,q1,x,boolean,,,,,yes\n,q2,x,boolean,,,,,yes\n,q3,x,text,,,,,yes\n,q4,x,date\n")
    declined = {"missing": "declined"}
    assert found["too_few_answered"]["answers"] == {"q1": declined, "q2": declined, "q3": declined}
    assert found["all_lowest"]["answers"] == {
        "q1": False,
        "q2": False,
        "q3": {"missing": "declined"},
    }
    assert found["mixed"]["answers"]["q2"] == {
        "missing": "declined"
    }  # q2 offers no "does not apply"


def test_what_was_not_asked_is_left_out():
    """show_if hides an item: no answer, and no item that a scale could want."""
    found = cases("A,q1,x,boolean\n,q2,x,boolean,,,,,,q1=true\n,q3,x,boolean,,,,,,q2=true\n")
    assert found["all_lowest"]["answers"] == {"q1": False}
    assert found["all_lowest"]["expect"]["a"] == {
        "status": "scored", "value": "0", "exact": "0", "n_answered": 1, "n_not_asked": 2,
    }  # fmt: skip
    assert "q2 is not asked; q3 is not asked; one answer, 0" in found["all_lowest"]["note"]
    assert found["all_highest"]["expect"]["a"]["exact"] == "1"


def test_a_list_of_codes_opens_an_item_too():
    """A `choices` item enters no scale, and what waits for its codes is asked."""
    rows = f"A,q1,x,choices,s,{AGREE}\n,q2,x,boolean,,,,,,q1=1\nB,q3,x,boolean\n"
    found = cases(rows)
    assert found["all_lowest"]["answers"] == {"q1": ["1"], "q2": False, "q3": False}
    assert found["all_highest"]["answers"] == {"q1": ["4"], "q3": True}
    assert found["all_highest"]["expect"]["a"] == {
        "status": "not_applicable", "value": None, "n_answered": 0, "n_not_asked": 1,
    }  # fmt: skip


def test_numbers_are_answered_with_whole_ones():
    """Between the bounds, since a definition holds no decimal point; where there is none, nobody answers."""
    found = cases("A,q1,x,decimal,,,-5/2,10/3\n,q2,x,decimal,,,-5/2,10/3,,,yes\n")
    assert found["all_lowest"]["answers"] == {"q1": -2, "q2": -2}
    # q2: -5/2 + 10/3 + 2 = 17/6; (-2 + 17/6) / 2 = 5/12 = 0.41666...
    assert found["all_lowest"]["expect"]["a"]["exact"] == "5/12"
    assert found["all_lowest"]["expect"]["a"]["value"] == "0.42"
    none = cases("A,q1,x,decimal,,,1/3,1/2\n")
    assert (
        list(none) == ["mixed"]
        or none["too_few_answered"]["expect"]["a"]["status"] == "insufficient"
    )


def test_an_instrument_that_is_only_collected_has_no_cases():
    """Without a scale there is nothing to work out."""
    assert "cases" not in made("A,q1,x,text\n")


@pytest.mark.parametrize("n", [60, 400])
def test_a_note_of_many_items_is_shortened(n):
    """The arithmetic is told as fully as a note can hold it: 2,000 characters."""
    rows = "".join(
        f"{'A' if not at else ''},item_number_{at},x,boolean,,,,,,,yes\n" for at in range(n)
    )
    found = cases(rows)
    assert all(len(case["note"]) <= 2000 for case in found.values())
    assert (
        f"{n} answers add up to" in found["all_highest"]["note"]
        or "+ 0" in found["all_highest"]["note"]
    )


def test_a_note_of_many_scales_is_cut():
    """Fifty sections of ten items say more than a note can hold, in the shortest form too."""
    rows = "".join(
        f"{f'Section with a long name and number {at // 10}' if at % 10 == 0 else ''},q{at},x,integer,,,-999999999999,999999999998\n"
        for at in range(500)
    )
    found = cases(rows)
    assert found["all_lowest"]["note"].endswith("…")
    assert len(found["all_lowest"]["note"]) == 2000


@pytest.mark.parametrize(
    ("value", "said"),
    [("1/200", "0.01"), ("-1/200", "-0.01"), ("-1/300", "0"), ("29/8", "3.63"), ("100", "100"), ("5/2", "2.5"), ("0", "0")],
)  # fmt: skip
def test_a_tie_goes_away_from_zero(value, said):
    """Rounded by hand: half_up with two places, without needless zeros."""
    assert _decimal(Fraction(value)) == said


def test_cases_are_made_of_a_definition_alone():
    """Making them again gives the same, and changes nothing."""
    document = made(FOUR)
    assert cases_of(document) == document["cases"]
