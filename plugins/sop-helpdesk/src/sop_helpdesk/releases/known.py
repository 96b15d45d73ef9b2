"""What a lead knows of a cycle, published or only looked at, and whether one more look may stand beside it.

The attackers on all of it together find no more with the look than without it. And the library makes the same of it
beside a ledger that holds every look too, so that its rules for what comes later hold for looks: those of a correction
by a few records, of other bars, of bars that add up to what is withheld.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from attrs import evolve, frozen

from sop_core import Issue, ReleaseRefused, to_document
from sop_core.audit import solver_at_hand
from sop_core.documents import digest, entry_of, release_of
from sop_core.reporting import Audit, Ledger, LedgerEntry, Plan, Release, audited
from sop_core.sop.releasing import Reported
from sop_helpdesk import adapter
from sop_helpdesk.models import ReleaseLook
from sop_helpdesk.releases.asking import policy_for
from sop_helpdesk.releases.counting import Counts, kept_of
from sop_helpdesk.releases.ledger import private
from sop_helpdesk.releases.telling import place_of


def made_of(counts: Counts, plan: Plan, ledger: Ledger) -> Reported:
    """What would be released of these counts beside a ledger, and why; ReleaseRefused where it may not be."""
    before = counts.before
    return adapter.engine().release(
        counts.tally,
        plan,
        policy=policy_for(plan),
        ledger=ledger,
        before=before.tally if before else None,
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

    def against(self, made: Reported, counts: Counts, plan: Plan) -> list[Issue]:
        """All that stands against showing it, for the administrator alone; nothing where it may be shown."""
        return self._leaks(made.release) or self._otherwise(made, counts, plan)

    def _leaks(self, made: Release) -> list[Issue]:
        """What the attackers find beside it and not without it, and what they cannot tell."""
        before, now = _tried(self.releases), _tried([*self.releases, made])
        stood = {(one.measure, one.leak) for one in before.leaks}
        new = [one for one in now.leaks if (one.measure, one.leak) not in stood]
        found = [
            Issue(
                "look_leak", "$", f"{one.measure}: {one.sentence}" if one.measure else one.sentence
            )
            for one in new
        ]
        if now.n_undecided > before.n_undecided:
            n = now.n_undecided - before.n_undecided
            said = f"Beside all that was looked at, nobody can tell whether {n} more withheld numbers follow."
            found.append(
                Issue("look_undecided", "$", said, fix="Install the extra sop-core[audit].")
            )
        return found

    def _otherwise(self, made: Reported, counts: Counts, plan: Plan) -> list[Issue]:
        """In what it would come out otherwise if all of it had been released."""
        if not self.looked_at:
            return []
        try:
            other = made_of(counts, plan, self._ledger())
        except ReleaseRefused as refused:
            return list(refused.issues)
        if mark_of(other.release) == mark_of(made.release):
            return []
        said = "Had all that was looked at been published, this would come out otherwise."
        stood = [place_of(line) for line in private(made)]
        return [
            Issue("look_otherwise", "$", said),
            *(
                Issue(
                    "look_otherwise",
                    "$",
                    f"{at} would be withheld: {line['reason'].replace('_', ' ')}.",
                )
                for line in private(other)
                if (at := place_of(line)) not in stood
            ),
        ]

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
