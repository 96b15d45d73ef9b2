"""`sop.release`: the only way that groups are reported. Plugins may tighten the policy, and deny the release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from secrets import token_hex
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from sop_core.audit import solver_at_hand
from sop_core.documents import entry_of, plan_of, policy_of, read_ledger, release_of
from sop_core.errors import CallRefused, Issue, NotFound, ReleaseRefused
from sop_core.hooks import ReleasePlan, ReleasePolicy
from sop_core.reporting import (
    Comparison,
    Crossing,
    Ledger,
    Plan,
    Policy,
    Release,
    Tally,
    compare,
    default_plan,
    default_policy,
    release,
)
from sop_core.reporting.cells import Place
from sop_core.reporting.ledgers import salted
from sop_core.reporting.releasing_bars import Whose
from sop_core.reporting.suppress_frame import Reason
from sop_core.sop.arguments import check_list
from sop_core.types import FrozenMap

if TYPE_CHECKING:
    from sop_core.catalog import Catalog
    from sop_core.hooks import Plugins
    from sop_core.hooks.results import Passed
    from sop_core.instruments import Instrument


@frozen(kw_only=True)
class Reported:
    """A release, and what the host keeps: the ledger that it is entered in, and why each place is withheld.

    Store `ledger` before anybody reads `release`. `reasons`, and `bar_reasons` of distributions, are private: whoever
    reads one learns what was withheld. `again` says that the ledger had this very release. `passed` are the wishes of
    plugins that would have loosened the policy. `crossed` says who was given the cycle's counts: what they release
    was not tried beside this.
    """

    release: Release
    ledger: Ledger = field(repr=False)
    reasons: Mapping[Place, Reason] = field(repr=False)
    bar_reasons: Mapping[Whose, Reason] = field(factory=FrozenMap[Whose, Reason], repr=False)
    again: bool = False
    passed: tuple[Passed, ...] = ()
    crossed: tuple[Crossing, ...] = ()


def released(
    tally: object,
    plan: object,
    *,
    policy: object,
    ledger: object,
    before: object,
    catalog: Catalog,
    plugins: Plugins,
) -> Reported:
    """A release of a tally, by a plan and a policy, beside the ledger; ReleaseRefused with all issues."""
    counts = _tally(tally, "tally")
    held = _ledger(ledger)
    asked = default_plan(counts) if plan is None else plan_of(plan)
    given = default_policy(asked.audience) if policy is None else policy_of(policy)
    instrument = _instrument(asked, catalog)
    strict, passed = _tightened(given, asked, instrument, plugins)
    made = release(
        counts,
        asked,
        strict,
        instrument=instrument,
        ledger=held,
        before=None if before is None else _tally(before, "before"),
        solver=solver_at_hand(),
    )
    # What a later release states of the ledger comes of this too: without salt its readers could try out counts.
    entry = entry_of(made.release, salted(made.content, token_hex(16)))
    entered = held if made.again else held.with_entry(entry)
    return Reported(
        release=made.release,
        ledger=entered,
        reasons=made.reasons,
        bar_reasons=made.bar_reasons,
        again=made.again,
        passed=passed,
        crossed=held.crossed(asked.instrument.id, asked.cycle),
    )


def compared(releases: Iterable[object], *, catalog: Catalog, cycles: Sequence[str]) -> Comparison:
    """Releases beside each other, with those of their definitions that are loaded."""
    check_list("releases", releases)
    check_list("cycles", cycles)
    if isinstance(releases, Mapping | bytes):
        raise CallRefused("releases is one document; pass a list: sop.compare([document]).")
    found = [release_of(one) for one in releases]
    wanted = {one.instrument.id for one in found}
    known = [
        catalog.instrument(id_, version)
        for kind, id_, version in catalog.documents
        if kind == "instrument" and id_ in wanted
    ]
    return compare(found, known, cycles=tuple(cycles))


def _tally(given: object, name: str) -> Tally:
    if not isinstance(given, Tally):
        raise CallRefused(
            f"{name} is a {type(given).__name__}; pass a Tally, as sop.tally and read_tally give it."
        )
    return given


def _ledger(given: object) -> Ledger:
    if given is None:
        return Ledger()
    if isinstance(given, bytes):
        return read_ledger(given)
    if not isinstance(given, Ledger):
        raise CallRefused(
            f"ledger is a {type(given).__name__}; pass a Ledger, or the bytes of its file, or None for the first."
        )
    return given


def _instrument(plan: Plan, catalog: Catalog) -> Instrument:
    try:
        return catalog.instrument(plan.instrument.id, plan.instrument.version)
    except NotFound as missing:
        raise ReleaseRefused(
            "Nothing is released.",
            issues=[
                Issue(
                    "unknown_instrument",
                    "$.instrument",
                    missing.message,
                    fix="Load the definition that the tally was counted with.",
                )
            ],
        ) from missing


def _tightened(
    policy: Policy, plan: Plan, instrument: Instrument, plugins: Plugins
) -> tuple[Policy, tuple[Passed, ...]]:
    """The policy with what plugins tighten; a plugin that denies, fails or is missing denies the release."""
    found = plugins.tighten(
        ReleasePolicy(
            id=policy.id,
            audience=policy.audience.value,
            min_cell=policy.min_cell,
            min_subjects=policy.min_subjects,
        ),
        ReleasePlan(
            instrument=instrument.ref,
            cycle=plan.cycle,
            levels=plan.levels,
            measures=plan.measures,
            purpose=plan.purpose.value,
            audience=plan.audience.value,
            groupings=tuple(one.id for one in plan.groupings),
            distributions=tuple(one.id for one in plan.distributions),
            spread=tuple(one.value for one in plan.spread),
        ),
    )
    if found.policy is None:
        raise ReleaseRefused(
            "Nothing is released.",
            issues=[
                Issue(
                    "release_denied",
                    "$",
                    f"The plugin {one.plugin} stands against it: {one.reason}",
                    fix="Ask whoever answers for that plugin; sop doctor says how it is doing.",
                )
                for one in found.denials
            ],
        )
    strict = evolve(policy, min_cell=found.policy.min_cell, min_subjects=found.policy.min_subjects)
    return strict, found.passed
