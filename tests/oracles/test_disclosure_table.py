"""The table, enumerated: every kind, party, purpose and state of the agreement, against an oracle of its own.

The oracle is written from the requirements and shares no code with the gate: a handful of sets.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product

import pytest

from sop_core import DisclosureRefused
from sop_core.access import KINDS, ROWS, Party, Purpose
from tests.unit._relation import (
    ALL,
    SOP,
    TOKENS,
    Doc,
    Relation,
    accepted,
    amended,
    beside,
    relation,
    standing,
)

PURPOSES = ("self_reflection", "coaching", "supervision", "performance_appraisal", "cqi")


def _draft(of: Relation) -> Doc:
    return accepted({**of.agreement, "id": "a-d", "status": "draft"})


def _another(**changes: object) -> Callable[[Relation], list[Doc]]:
    """An agreement that stands by itself, and under which none of the records was made."""
    return lambda of: [accepted({**of.agreement, "id": "a-b", **changes})]


def _later(**changes: object) -> Callable[[Relation], list[Doc]]:
    return lambda of: [amended(of.agreement, "a-2", **changes), of.agreement]


#: By name: the relation, and what is passed as its agreement.
STATES: dict[str, tuple[Callable[[], Relation], Callable[[Relation], object]]] = {
    "none": (standing, lambda of: None),
    "an empty list": (standing, lambda of: []),
    "in force": (standing, lambda of: of.agreement),
    "combined with appraisal": (
        lambda: relation(combined_with_appraisal=True), lambda of: of.agreement,
    ),
    "last day": (lambda: relation(ends="2026-11-21"), lambda of: of.agreement),
    "run out": (lambda: relation(ends="2026-11-20"), lambda of: of.agreement),
    "ended": (standing, _later(ended={"by": "worker", "on": "2026-11-20"})),
    "ends today": (standing, _later(ended={"by": "coach", "on": "2026-11-21"})),
    "shares nothing": (lambda: relation(shares={}), lambda of: of.agreement),
    "shares with the coach": (lambda: relation(shares={"coach": ALL["coach"]}), lambda of: of.agreement),
    "renewed": (standing, _later(ends="2027-06-30")),
    "renewed, and the one before not passed": (standing, lambda of: _later(ends="2027-06-30")(of)[:1]),
    "renewed with another coach": (standing, _later(coach="u-x")),
    "the old one first": (standing, lambda of: _later(ends="2027-06-30")(of)[::-1]),
    "void": (standing, lambda of: [
        accepted({**of.agreement, "id": "a-v", "status": "entered_in_error",
                  "supersedes": _later()(of)[0]["supersedes"]}, of.agreement), of.agreement]),
    "a draft": (standing, _draft),
    "not begun": (standing, _another(starts="2026-11-22")),
    "another": (standing, _another()),
    "another worker's": (standing, _another(worker="u-9")),
    "changed": (standing, lambda of: {**of.agreement, "ends": "2027-04-01"}),
    "with other parts": (standing, _another(coach="u-s", supervisor="u-c")),
    "no agreement": (standing, lambda of: of["own"]),
    "no record": (standing, lambda of: "a-1"),
}  # fmt: skip

# -- the oracle ------------------------------------------------------------------------------------

#: Under these the records were made, or under one before it, and it holds today.
OWN = {"in force", "combined with appraisal", "last day", "ends today", "shares nothing",
       "shares with the coach", "renewed", "renewed with another coach"}  # fmt: skip
#: These hold today as well, but none of the records was made under them.
OTHERS = {"another", "changed", "renewed, and the one before not passed"}
#: What is passed is wrong in itself, so that nothing is shown to anybody.
WRONG = {"the old one first", "no agreement", "no record"}
#: The agreement of the exception is not among what is passed, so that nobody knows whose it is.
UNKNOWN = WRONG | OTHERS | {"none", "an empty list", "a draft", "not begun", "another worker's", "with other parts"}  # fmt: skip
FREE = {"administration", "own", "free"}
NEVER = {"participation", "group", "group_reflection", "group_end"}


def opens(name: str, party: str, purpose: str, state: str) -> bool:
    """Whether the requirements let this be shown."""
    if purpose == "self_reflection":
        if party == "supervisor" and name in ("group", "group_end"):
            return state not in WRONG  # S1-11: the supervisor was there
        return party == "person" and state not in (UNKNOWN if name == "exception" else WRONG)
    if (party, purpose) == ("stranger", "coaching") and state == "renewed with another coach":
        # The new coach: what the worker shares, and nothing that was said to the one before (S2-15).
        return name in FREE | {"seen", "goal", "event"}
    if state == "with other parts":
        # It names them the other way round, and so it opens; each as what it names them (S2-15).
        swapped = ("coach", "supervision"), ("supervisor", "coaching")
        return name in FREE and (party, purpose) in swapped
    if (party, purpose) not in (
        ("coach", "coaching"),
        ("supervisor", "supervision"),
    ) or name in NEVER:
        return False
    if party == "coach" and state == "renewed with another coach":
        return False
    if state not in OWN | (OTHERS if name in FREE else set()):
        return False
    unshared = state == "shares nothing" or (state, party) == (
        "shares with the coach",
        "supervisor",
    )
    return name in ("agreement", "exception") or not unshared


@cache
def given(state: str) -> tuple[Relation, object]:
    of, passed = STATES[state]
    return of(), passed(of())


@pytest.mark.parametrize("state", STATES)
def test_the_gate_opens_what_the_requirements_open_and_nothing_else(state):
    """S0-07, S0-10, S1-05, S2-15, C-27: 17 records, 4 parties, 5 purposes, in each state of the agreement."""
    known, agreement = given(state)
    wrong = []
    for name, party, purpose in product(known.records, TOKENS, PURPOSES):
        try:
            SOP.disclose(
                known[name], viewer=TOKENS[party], purpose=purpose, agreement=agreement,
                earlier=beside(known, name),
            )  # fmt: skip
            found = True
        except DisclosureRefused:
            found = False
        if found != opens(name, party, purpose, state):
            wrong.append((name, party, purpose, found))
    assert wrong == []


def test_the_enumeration_has_every_kind_and_purpose():
    """A new kind or purpose has to be enumerated."""
    kinds = {one["$schema"].split(":")[3] for one in standing().records.values()}
    assert kinds == set(KINDS) == {row.kind for row in ROWS}
    assert set(Purpose) < set(PURPOSES)
    assert {party.value for party in Party} == set(TOKENS) - {"stranger"}


def test_the_table_has_one_row_of_a_purpose_and_kind_and_each_purpose_one_party():
    """S2-15: a coach's and a supervisor's rows are separate, and no row serves both."""
    assert len({(row.purpose, row.kind) for row in ROWS}) == len(ROWS) == 22
    assert {(row.purpose, row.party) for row in ROWS} == {
        ("self_reflection", "person"), ("coaching", "coach"), ("supervision", "supervisor"),
    }  # fmt: skip
    partners = [row for row in ROWS if row.party is not Party.PERSON]
    assert all(row.agreement and row.kind != "participation" for row in partners)
    assert {row.kind for row in partners if not row.shared} == {"agreement", "exception"}
    assert all(row.named != row.shared for row in partners)
    assert {row.kind for row in ROWS if row.attended} == {"coaching-session"}


def test_no_row_opens_an_appraisal():
    """S1-05, D18: whatever rows come, this stays closed."""
    assert Purpose.PERFORMANCE_APPRAISAL not in {row.purpose for row in ROWS}


def test_the_page_at_the_top_of_the_table_is_the_table():
    """The rows in the module's docstring are those of the code, with their conditions."""
    from sop_core.access import rows

    page = str(rows.__doc__)
    said = [line.split(maxsplit=3) for line in page.splitlines()[3:25]]
    assert [tuple(one[:3]) for one in said] == [(row.party, row.purpose, row.kind) for row in ROWS]
    for row, one in zip(ROWS, said, strict=True):
        if row.agreement:
            wanted = [
                "agreement",
                *(name for name in ("shared", "attended", "named") if getattr(row, name)),
            ]
            assert one[3] == ", ".join(wanted)
        else:
            assert one[3].startswith("it is ")
