"""The attackers that need linear programming (extra `audit`), behind a protocol that `reporting` declares.

from sop_core.audit import LinearSolver

attack(releases, min_cell=11, solver=LinearSolver())
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.audit.linear import LinearSolver, solver_at_hand

__all__ = ["LinearSolver", "solver_at_hand"]

__getattr__ = table(__name__, {"linear": "LinearSolver solver_at_hand"})
