"""What a lead knows of a cycle, published or only looked at, and whether one more look may stand beside it.

The attackers on all of it together find no more with the look than without it. And the library makes the same of it
beside a ledger that holds every look too, so that its rules for what comes later hold for looks: those of a correction
by a few records, of other bars, of bars that add up to what is withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from attrs import evolve, frozen

from sop_core import ReleaseRefused, to_document
from sop_core.audit import solver_at_hand
from sop_core.documents import digest, entry_of, release_of
from sop_core.reporting import Audit, Ledger, LedgerEntry, Plan, Release, audited
from sop_helpdesk import adapter
from sop_helpdesk.models import ReleaseLook
from sop_helpdesk.releases.asking import policy_for
from sop_helpdesk.releases.counting import Counts, kept_of


def made_of(counts: Counts, plan: Plan, ledger: Ledger) -> Release:
    """What would be released of these counts beside a ledger; ReleaseRefused where it may not be."""
    before = counts.before
    return (
        adapter.engine()
        .release(
            counts.tally,
            plan,
            policy=policy_for(plan),
            ledger=ledger,
            before=before.tally if before else None,
        )
        .release
    )


def mark_of(made: Release) -> str:
    """What is shown, whatever the ledger came to at that moment, and by whatever way its safety was proved."""
    shown = {name: value for name, value in to_document(made).items() if name != "proof"}
    return digest(shown).removeprefix("sha256:")


@frozen(kw_only=True)
class Known:
    """All that was published of a cycle, and what was looked at and is not: as entries of a ledger."""

    published: Sequence[LedgerEntry]
    looked_at: Sequence[LedgerEntry]

    @classmethod
    def of(cls, instrument: str, cycle: str, held: Ledger) -> Known:
        """What is known of a cycle beside the ledger."""
        published = held.about(instrument, cycle)
        out = [one.release.id for one in published]
        looks = ReleaseLook.objects.filter(instrument=instrument, cycle=cycle).exclude(
            release__in=out
        )
        counts = {one.revision: one for one in kept_of(instrument, cycle)}
        content = cache(lambda revision, scoring: counts[revision].content(scoring))
        return cls(
            published=published,
            looked_at=[_entry(one, content) for one in looks.order_by("revision", "id")],
        )

    @property
    def releases(self) -> list[Release]:
        """All of it, whichever way it became known."""
        return [one.release for one in (*self.published, *self.looked_at)]

    def fits(self, made: Release) -> bool:
        """Whether all of it stands with this one beside it: no leak more, and nothing more that nobody can tell."""
        before, now = _tried(self.releases), _tried([*self.releases, made])
        leaks = {(one.measure, one.leak) for one in now.leaks}
        stood = {(one.measure, one.leak) for one in before.leaks}
        return leaks <= stood and now.n_undecided <= before.n_undecided

    def lets_out(self, made: Release, counts: Counts, plan: Plan) -> bool:
        """Whether the same would be released if all of it had been."""
        if not self.looked_at:
            return True
        try:
            return mark_of(made_of(counts, plan, self._ledger())) == mark_of(made)
        except ReleaseRefused:
            return False

    def _ledger(self) -> Ledger:
        """A ledger in which every look was released too, where what was made of the same counts was published."""
        editions = sorted({one.release.edition for one in (*self.published, *self.looked_at)})
        return Ledger(
            tuple(
                one
                for edition in editions
                for one in (*self.published, *self.looked_at)
                if one.release.edition == edition
            )
        )


def _entry(look: ReleaseLook, content: Callable[[int, str], str]) -> LedgerEntry:
    made = release_of(look.document)
    # A look and what came of it later may have one id, and a ledger holds each once.
    named = evolve(made, id=look.pk)
    return entry_of(named, content(look.revision, made.instrument.scoring))


def _tried(releases: Sequence[Release]) -> Audit:
    return audited(releases, solver=solver_at_hand())
