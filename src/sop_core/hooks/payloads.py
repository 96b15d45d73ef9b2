"""What passes between the core and a plugin: frozen values that only ever gain fields.

Two of a hook's payloads live in other rooms: `Situation` and `ShownPrompt` in `prompts`, the record
and its score in `instruments`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from sop_core.access import DisclosureRecord
    from sop_core.instruments import Administration, Score
    from sop_core.prompts import Feedback
    from sop_core.types import InstrumentRef, Record


@frozen
class Advice:
    """A hint to a person about a record: it never blocks and never changes what was accepted.

    `text` is in `locale`; `source` says who advises and on what ground; `item` is the id of the
    item that is meant, if one is.
    """

    code: str
    text: str
    source: str
    item: str | None = None
    locale: str = "en"


@frozen
class Denial:
    """A decide hook says no. `reason` is shown to whoever was refused: no case text in it."""

    reason: str


@frozen
class Receipt:
    """What `accept` gives back, and what `sop_accepted` is told after the host's commit.

    `score` is None for a record that is not scored; `events` are CloudEvents 1.0, ready to send.
    """

    record: Administration | Feedback | DisclosureRecord | Record
    score: Score | None
    advice: tuple[Advice, ...] = ()
    events: tuple[Mapping[str, object], ...] = ()


@frozen(kw_only=True)
class ReleasePolicy:
    """How small a published cell may be, and for whom (DESIGN 7).

    `min_cell` counts respondents, `min_subjects` the workers that a cell of parents' answers needs.
    A field marked `stricter` can be tightened by a plugin; the others must come back unchanged.
    """

    id: str
    audience: str
    min_cell: int = field(default=11, metadata={"stricter": max})
    min_subjects: int = field(default=5, metadata={"stricter": max})


@frozen(kw_only=True)
class ReleasePlan:
    """What a release is to hold: one cycle of an instrument, by level and measure, for a purpose.

    `groupings` and `distributions` name what else is asked for, `spread` what is told of how far answers lie apart.
    """

    instrument: InstrumentRef
    cycle: str
    levels: tuple[str, ...]
    measures: tuple[str, ...]
    purpose: str
    audience: str
    groupings: tuple[str, ...] = ()
    distributions: tuple[str, ...] = ()
    spread: tuple[str, ...] = ()


#: How an export is written: documents in, the bytes of the foreign format out.
Writer = Callable[[Sequence[Mapping[str, object]]], bytes]


@frozen
class ExportFormat:
    """A named writer. `kinds` are the schema names of the documents that it can write."""

    name: str
    title: str
    write: Writer
    kinds: tuple[str, ...]
