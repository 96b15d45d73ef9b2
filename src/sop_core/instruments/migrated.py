"""A record under a newer version, as values: what became of each answer, and what its scales come to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.instruments.administration import Answer
from sop_core.instruments.scores import ScaleScore
from sop_core.types import FrozenMap, InstrumentRef, RecordStatus


class Outcome(StrEnum):
    """What became of an older item's answer.

    `kept`: it is what it was, under the newer code. `merged`: other answers of then are the same
    now. `hidden`: the newer version would not have asked. `dropped`: it has no place.
    """

    KEPT = "kept"
    MERGED = "merged"
    HIDDEN = "hidden"
    DROPPED = "dropped"


@frozen
class Carried:
    """One item of the record: what was known of it, and what is known of it under the newer version.

    `to` is the newer item and `after` its answer; both are None where the item was dropped.
    """

    item: str
    before: Answer
    outcome: Outcome
    to: str | None
    after: Answer | None


@frozen
class Migrated:
    """One record as it is seen under a newer version. It is computed, and never stored as a record.

    `recorded` is the version that the record names, `instrument` the one that it is seen under, and
    `through` the versions on the way, both ends among them. `known` holds every item of the newer
    version; `new` are those that the record could not have answered.
    """

    administration: str
    status: RecordStatus
    recorded: InstrumentRef
    instrument: InstrumentRef
    through: tuple[str, ...]
    comparable: bool
    known: Mapping[str, Answer] = field(converter=FrozenMap[str, Answer])
    carried: tuple[Carried, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """The items that no item of the record came to."""
        taken = {one.to for one in self.carried}
        return tuple(item for item in self.known if item not in taken)


@frozen
class MigratedScore:
    """A record's scales under a newer version's rules: to be looked at, and not what was stored.

    `seen` is what they come to. They are laid beside other scores by `scales`, which is refused
    where the migration does not say that this may be done.
    """

    administration: str
    recorded: InstrumentRef
    instrument: InstrumentRef
    through: tuple[str, ...]
    comparable: bool
    seen: Mapping[str, ScaleScore] = field(converter=FrozenMap[str, ScaleScore])

    @property
    def scales(self) -> Mapping[str, ScaleScore]:
        """The scales, to be laid beside those of the newer version; CallRefused if they are not comparable."""
        if not self.comparable:
            raise CallRefused(
                f"The record {shown(self.administration)} was made with {self.instrument.id} {self.recorded.version}, "
                f"and the way to {self.instrument.version} ({listed(self.through)}) does not keep scores comparable. "
                "Beside other scores it would show a change that is none. To look at this record alone, read `seen`."
            )
        return self.seen
