"""A stored score against its administration: recomputed, and each difference named. Never believed."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import fields, frozen

from sop_core.errors import json_path, shown
from sop_core.instruments.scores import ScaleScore, Score


@frozen
class Difference:
    """One place where a stored score is not what the answers come to."""

    path: str
    stated: object
    recomputed: object

    def __str__(self) -> str:
        return f"{self.path}: stated {shown(self.stated)}, recomputed {shown(self.recomputed)}"


@frozen
class Verification:
    """What `Sop.verify` found: `ok` only where nothing differs."""

    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether the stored score is exactly what the answers come to."""
        return not self.differences


def _in_scale(
    name: str, stated: ScaleScore | None, ours: ScaleScore | None
) -> Iterator[Difference]:
    if stated is None or ours is None:
        said = {True: "no such scale", False: "a scale"}
        yield Difference(json_path("scales", name), said[stated is None], said[ours is None])
        return
    for attribute in fields(ScaleScore):
        was, now = getattr(stated, attribute.name), getattr(ours, attribute.name)
        if was != now:
            yield Difference(json_path("scales", name, attribute.name), was, now)


def compare(stated: Score, ours: Score) -> Verification:
    """Every difference between a stored score and the recomputed one, in the stored one's order."""
    found: list[Difference] = []
    if stated.administration != ours.administration:
        found.append(Difference("$.administration", stated.administration, ours.administration))
    for key in ("id", "version", "digest", "scoring"):
        was, now = getattr(stated.instrument, key), getattr(ours.instrument, key)
        if was != now:
            found.append(Difference(json_path("instrument", key), was, now))
    for name in (*stated.scales, *(name for name in ours.scales if name not in stated.scales)):
        found += _in_scale(name, stated.scales.get(name), ours.scales.get(name))
    return Verification(tuple(found))
