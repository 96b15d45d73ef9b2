"""What has been released, in order: the memory against which every new release is tried (DESIGN 7, rules 5 and 6).

An entry holds the release itself, which its readers have anyway, and digests; it holds no count that was withheld.
Between the entries stand the crossings: which tally went to which receiver. A tally is no publication and no
attacker reads it; whoever has it knows the counts, and the ledger says who that is.

`Ledger.digest` is a chain: each link is made of the one before, and of all that the entry says. A stored ledger
states it, with how many entries follow and the digest of their bytes (`documents.ledger_lines`).

    it shows      any slip: a byte that was changed, a line that was cut, moved or taken out, an end that is missing
    it does not   who did it. Whoever writes the file can write its digests anew, or put an older copy in its place
    nor           what was counted. A release states what the ledger came to before it, and its readers could try out
                  which small counts come to that; so a host's ledger holds the digest of counts with salt (`salted`),
                  and of a crossing the chain has its names alone
    what does     each release says which ledger it was tried against (`Proof.ledger`). So whoever has a release can
                  tell that a ledger lacks it (`lacking`, `sop audit LEDGER RELEASE`), and nobody can write those anew
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from sop_core.reporting.crossing import Crossing
from sop_core.reporting.plans import Audience
from sop_core.reporting.releases import Release

#: What an empty ledger comes to.
NOTHING = "sha256:" + hashlib.sha256(b"").hexdigest()


@frozen(kw_only=True)
class LedgerEntry:
    """One release: its digest as a document, and the digest of the counts that it was made of, with salt or without.

    Without salt whoever reads the ledger, or a later release, can try out what was withheld.
    """

    release: Release
    digest: str
    content: str

    def is_of(self, content: str) -> bool:
        """Whether the release was made of the counts of this digest."""
        return is_content(self.content, content)


@frozen(kw_only=True)
class LedgerCrossing:
    """A tally that went to a receiver: its crossing, the crossing's digest, and after how many releases it went."""

    crossing: Crossing
    digest: str
    after: int


@frozen
class Ledger:
    """Entries in the order in which they were released, and crossings in the order in which they went."""

    entries: tuple[LedgerEntry, ...] = ()
    crossings: tuple[LedgerCrossing, ...] = ()

    @property
    def digest(self) -> str:
        """What the ledger comes to: a chain over all that it holds."""
        return chained(self.steps())

    def steps(self) -> Iterator[LedgerEntry | LedgerCrossing]:
        """Releases and crossings as they came."""
        left = list(self.crossings)
        for number, entry in enumerate(self.entries):
            while left and left[0].after <= number:
                yield left.pop(0)
            yield entry
        yield from left

    def named(self, id_: str) -> LedgerEntry | None:
        """The entry of a release's id."""
        return next((one for one in self.entries if one.release.id == id_), None)

    def before(self, id_: str) -> Ledger:
        """The ledger as it was before a release was entered."""
        at = [one.release.id for one in self.entries].index(id_)
        return Ledger(self.entries[:at], tuple(one for one in self.crossings if one.after <= at))

    def with_entry(self, entry: LedgerEntry) -> Ledger:
        """The ledger with one more entry."""
        return evolve(self, entries=(*self.entries, entry))

    def with_crossing(self, crossing: Crossing, digest: str) -> Ledger:
        """The ledger with one more crossing; as it is where the crossing stands in it."""
        if any(one.crossing == crossing for one in self.crossings):
            return self
        made = LedgerCrossing(crossing=crossing, digest=digest, after=len(self.entries))
        return evolve(self, crossings=(*self.crossings, made))

    def crossed(self, instrument: str, cycle: str) -> tuple[Crossing, ...]:
        """The crossings of an instrument and cycle: whoever was given their counts, and releases them elsewhere."""
        return tuple(
            one.crossing
            for one in self.crossings
            if cycle in one.crossing.cycles
            and any(each.id == instrument for each in one.crossing.instruments)
        )

    def about(self, instrument: str, cycle: str) -> tuple[LedgerEntry, ...]:
        """The entries of one instrument and cycle, under whatever scoring: they concern the same people, or may."""
        return tuple(
            one
            for one in self.entries
            if (one.release.instrument.id, one.release.cycle) == (instrument, cycle)
        )


def known_to(entries: Iterable[LedgerEntry], audience: Audience) -> tuple[Release, ...]:
    """Rule 6: who is inside reads what is public too; the public reads what is public."""
    inside = audience is Audience.INTERNAL
    return tuple(
        one.release for one in entries if inside or one.release.audience is Audience.PUBLIC
    )


def salted(content: str, salt: str) -> str:
    """A digest of counts that says nothing of them without the salt, 32 hexadecimal digits by chance."""
    said = f"{salt}\n{content}".encode("ascii")
    return f"salted:{salt}:{hashlib.sha256(said).hexdigest()}"


def is_content(kept: str, content: str) -> bool:
    """Whether what a ledger keeps of a release's counts, with salt or without, is the digest of these."""
    how, _, rest = kept.partition(":")
    return kept == (salted(content, rest.partition(":")[0]) if how == "salted" else content)


def linked(before: str, step: LedgerEntry | LedgerCrossing) -> str:
    """The next link of a chain: of what came before, and of all that an entry says."""
    if isinstance(step, LedgerCrossing):
        # Its digest comes of counts; no other crossing has these names.
        one = step.crossing
        said = f"{before}\ncrossing\n{one.receiver}\n{one.batch}\n{one.revision}\n"
    else:
        said = f"{before}\n{step.release.id}\n{step.digest}\n{step.content}\n"
    return "sha256:" + hashlib.sha256(said.encode("ascii")).hexdigest()


def chained(steps: Iterable[LedgerEntry | LedgerCrossing]) -> str:
    """What a ledger of these comes to."""
    found = NOTHING
    for one in steps:
        found = linked(found, one)
    return found


def lacking(ledger: Ledger, releases: Iterable[Release]) -> tuple[Release, ...]:
    """The releases that were tried against a beginning of this ledger, and that it does not hold.

    Then it is a copy from before, or they went out and were never entered. Nobody can tell of a release that was the
    first of its ledger, since every ledger begins with nothing; nor of one before which something else is lacking.
    """
    beginnings: set[str] = set()
    found = NOTHING
    for one in ledger.steps():
        found = linked(found, one)
        beginnings.add(found)
    held = [one.release for one in ledger.entries]
    return tuple(one for one in releases if one.proof.ledger in beginnings and one not in held)
