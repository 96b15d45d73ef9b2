"""What a definition says of an older version of itself: where each item's answers went.

A record is never changed, and keeps the version that it names. A migration says how its answers are
seen under a newer version, and whether a score taken there may be laid beside the newer one's own.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from sop_core.types import NO_ENTRIES, FrozenMap


@frozen
class ItemMigration:
    """What became of one item of the older version: another item's place, or none.

    `codes` leads from the older item's codes to the newer one's, several to one where options were
    merged; it is empty where the codes are the same.
    """

    item: str | None = None
    codes: Mapping[str, str] = field(default=NO_ENTRIES, converter=FrozenMap[str, str])
    dropped: bool = False
    note: str = ""

    def code(self, older: str) -> str:
        """The newer code of an older one."""
        return self.codes.get(older, older)


@frozen
class Migration:
    """How records of one older version are seen under the version that holds this.

    `starts` is the older version, `scoring` its scoring digest: every version with that digest
    scores alike, so the migration fits them all. `comparable` is what its author declares.
    """

    starts: str
    scoring: str
    comparable: bool
    items: Mapping[str, ItemMigration] = field(converter=FrozenMap[str, ItemMigration])
    note: str = ""
