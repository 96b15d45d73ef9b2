"""Bounds by linear programming: what it finds is tried in whole numbers before it is believed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sop_core import MissingExtra
from sop_core.audit import LinearSolver
from sop_core.audit.highs import Program
from sop_core.reporting import Bounds, Component, SearchSolver
from sop_core.reporting.bounds import narrowed

pytest.importorskip("highspy", reason="not on this Python: highspy")

#: a + b = 5, b + c = 5, a + c = 5 has a corner of halves and no whole numbers.
HALVES = Component((0, 0, 0), (
    (((0, 1), (1, 1)), 5), (((1, 1), (2, 1)), 5), (((0, 1), (2, 1)), 5),
))  # fmt: skip
#: The same with a fourth number beside each sum, all at most 5: whole numbers fit, and a corner is of halves.
LOOSE = Component((0,) * 6, (
    (((0, 1), (1, 1), (3, 1)), 5), (((1, 1), (2, 1), (4, 1)), 5), (((0, 1), (2, 1), (5, 1)), 5),
    (((3, 1), (4, 1), (5, 1)), 1),
))  # fmt: skip


def test_the_ends_of_a_ring():
    """Two by two with margins of 5: each number is between 0 and 5."""
    ring = Component((0,) * 4, (
        (((0, 1), (1, 1)), 5), (((2, 1), (3, 1)), 5), (((0, 1), (2, 1)), 5), (((1, 1), (3, 1)), 5),
    ))  # fmt: skip
    assert LinearSolver().solve(ring, enough=9) == Bounds((0,) * 4, (5,) * 4)


def test_halves_of_people_do_not_count():
    """Where a corner is not whole it is solved for whole numbers; where there are none nothing fits."""
    found = LinearSolver().solve(HALVES, enough=3)
    assert found is not None
    assert not found.possible
    assert LinearSolver().solve(LOOSE, enough=9) == SearchSolver().solve(LOOSE, enough=9)


def test_what_does_not_fit():
    """Margins that disagree, seen by narrowing or by the program."""
    narrow = Component((3,), ((((0, 1),), 2),))
    found = LinearSolver().solve(narrow, enough=3)
    assert found is not None
    assert not found.possible
    # x - y = 1 and x - y = 2 push each other up without an end, which narrowing does not wait for.
    never = Component((0, 0), ((((0, 1), (1, -1)), 1), (((0, 1), (1, -1)), 2)))
    found = LinearSolver().solve(never, enough=3)
    assert found is not None
    assert not found.possible


def test_what_has_no_end_is_found_to_be_enough():
    """x = y + 1 of any size: large enough is all that is asked."""
    open_ = Component((0, 0), ((((0, 1), (1, -1)), 1),))
    found = LinearSolver().solve(open_, enough=12)
    assert found is not None
    assert all(most is not None and most >= 12 for most in found.most)


def test_numbers_are_tried_in_exact_arithmetic():
    """Neither a sum that does not hold nor a number below its least is a solution."""
    program = Program(LOOSE, narrowed(LOOSE), enough=3)
    assert program.fits((2, 2, 3, 1, 0, 0))
    assert not program.fits((2, 2, 2, 1, 0, 0))
    assert not program.fits((3, 3, 1, -1, 1, 1))


def test_what_the_solver_cannot_reach_counts_for_the_attacker(monkeypatch):
    """A later goal without a solution adds nothing to what is known to be possible."""
    real = Program.end
    asked = []

    def once(self, unknown, *, up):
        asked.append(unknown)
        return real(self, unknown, up=up) if len(asked) == 1 else None

    monkeypatch.setattr(Program, "end", once)
    found = LinearSolver().solve(LOOSE, enough=9)
    assert found is not None
    assert found.least == found.most


def test_the_solver_prints_nothing():
    """A command that writes JSON to standard output must be the only one that does."""
    code = (
        "from sop_core.audit import LinearSolver; from sop_core.reporting import Component; "
        "LinearSolver().solve(Component((0, 0), ((((0, 1), (1, 1)), 5),)), enough=9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_without_the_extra_its_name_is_told(monkeypatch):
    """MissingExtra names what to install, when there is first something to solve."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    with pytest.raises(MissingExtra, match=r"sop-core\[audit\]"):
        LinearSolver().solve(LOOSE, enough=3)
    assert LinearSolver().name == "highs"
