"""Every table of answers that fits the bars of a release, one after the other.

Written from DESIGN 7 and not from the attacker: the smallest scopes, bar by bar, are filled in with whole numbers,
and what does not come to the bars and the sizes that are shown is left out. For a dozen numbers or so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

Scope = tuple[str, ...]
Bars = tuple[int, ...]


def fillings(
    shown: Mapping[Scope, Bars | None], sizes: Mapping[Scope, int], n_bars: int
) -> Iterator[dict[Scope, Bars]]:
    """All ways to give every scope its bars, the shown ones as they are; totals are what is in them."""
    ends = [one for one in shown if not any(other[:-1] == one and other for other in shown)]
    most = max((sum(bars) for bars in shown.values() if bars is not None), default=0)
    inside = {one: [end for end in ends if end[: len(one)] == one] for one in shown}

    def fill(at: int, filled: dict[Scope, Bars]) -> Iterator[dict[Scope, Bars]]:
        for one, bars in shown.items():
            if bars is not None and not _may_be(one, bars, filled, inside[one]):
                return
        if at == len(ends):
            yield {one: _added([filled[end] for end in inside[one]], n_bars) for one in shown}
            return
        end = ends[at]
        known = shown[end]
        several = [known] if known is not None else _shared(n_bars, most, sizes.get(end))
        for bars in several:
            yield from fill(at + 1, {**filled, end: bars})

    for filled in fill(0, {}):
        if all(sum(bars) == sizes.get(one, sum(bars)) for one, bars in filled.items()):
            yield filled


def _may_be(one: Scope, bars: Bars, filled: Mapping[Scope, Bars], inside: Sequence[Scope]) -> bool:
    so_far = [filled[end] for end in inside if end in filled]
    sums = _added(so_far, len(bars))
    if len(so_far) == len(inside):
        return sums == bars
    return all(n <= most for n, most in zip(sums, bars, strict=True))


def _added(several: Sequence[Bars], n_bars: int) -> Bars:
    return tuple(sum(bars[at] for bars in several) for at in range(n_bars))


def _shared(n_bars: int, most: int, n: int | None) -> Iterator[Bars]:
    """Every way in which up to `most` people, or exactly n, are in so many bars."""
    if n_bars == 1:
        yield from ((one,) for one in ([n] if n is not None else range(most + 1)))
        return
    for first in range((most if n is None else n) + 1):
        left = None if n is None else n - first
        for rest in _shared(n_bars - 1, most - first, left):
            yield (first, *rest)
