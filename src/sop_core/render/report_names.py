"""What groups are called on a page: in the agency's own words where a host gives them, else by their ids.

A release holds ids alone, and stays as it is: names are for whoever reads the page. Two groups never look alike. Where
the same name, or one that only looks the same, stands for two of them, each has its id beside it; where that is not
enough its whole path, and at last its id alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.errors import CallRefused
from sop_core.render.safe import said
from sop_core.reporting import Place
from sop_core.types import FrozenMap

if TYPE_CHECKING:
    from sop_core.render.words import Words
    from sop_core.reporting import Comparison
    from sop_core.reporting.cells import Scope

#: Between the steps of a path; in a name it would look like a step more.
_STEP = re.compile(r"\s+[/\u2044\u2215\uff0f]\s+")
#: A name; with the id; with the whole path; the id alone.
_WAYS = 4


@frozen
class Names:
    """What each group of a page is called; `own` are the names that were given, `ways` how each is told apart."""

    words: Words
    own: Mapping[Scope, str] = FrozenMap[tuple[str, ...], str]()
    ways: Mapping[Scope, int] = FrozenMap[tuple[str, ...], int]()

    def of(self, place: Place) -> str:
        """A group by its path, and which part of it."""
        scope = place.scope
        path = " / ".join(self.last(scope[:end]) for end in range(1, len(scope) + 1))
        parts = (f"({said(name)}: {said(to)})" for name, to in place.groups)
        return " ".join((path or self.last(()), *parts))

    def last(self, scope: Scope) -> str:
        """A group by the last step of its path."""
        name, way = self.own.get(scope), self.ways.get(scope, 0)
        if name is None or way == _WAYS - 1:
            return self.id(scope)
        if way == 0:
            return said(name)
        path = (
            "/".join(scope) if way > 1 else scope[-1] if scope else self.words.plain("report_whole")
        )
        return f"{said(name)} ({said(path)})"

    def id(self, scope: Scope) -> str:
        """The id of a group, as it stands in a release."""
        return said(scope[-1]) if scope else self.words.plain("report_whole")


def names_of(given: Mapping[Scope, str] | None, comparison: Comparison, words: Words) -> Names:
    """The names of the groups of releases; CallRefused for what maps no paths to words."""
    own = _checked({} if given is None else given)
    if not own:
        return Names(words)
    places = _places(comparison)
    ways: dict[Scope, int] = {}
    # From the widest down: a path begins with names that are settled by then.
    for depth in range(1, 1 + max(_depth(one.scope) for one in places)):
        while alike := _alike(Names(words, own, ways), places, depth):
            for scope in alike:
                ways[scope] = ways.get(scope, 0) + 1
    return Names(words, own, ways)


def _checked(given: object) -> Mapping[Scope, str]:
    if not isinstance(given, Mapping):
        raise CallRefused(
            f"names is a {type(given).__name__}; pass a mapping from the path of each group to what it is called, such "
            'as {("north",): "Northern office"}.'
        )
    for scope, name in given.items():
        if not isinstance(scope, tuple) or not all(isinstance(step, str) for step in scope):
            raise CallRefused(
                f"names has the key {scope!r}, and a group is named by its path, widest first: a tuple such as "
                '("north", "unit-1").'
            )
        if not isinstance(name, str):
            raise CallRefused(
                f"names has a {type(name).__name__} for {'/'.join(scope) or 'the whole'}; pass the words to show."
            )
    tidy = {scope: _STEP.sub("/", " ".join(name.split())) for scope, name in given.items()}
    return {scope: name for scope, name in tidy.items() if _looks(name)}


def _places(comparison: Comparison) -> set[Place]:
    """Every group of the releases, with all that are round it, and every part of one."""
    found = {row.place for one in comparison.releases for row in one.rows}
    found |= {Place(row.scope) for one in comparison.releases for row in one.distributions}
    return found | {Place(one.scope[:end]) for one in found for end in range(len(one.scope) + 1)}


def _alike(names: Names, places: Iterable[Place], depth: int) -> set[Scope]:
    """The groups at a depth that have a name and look like another one, as far as they can be told apart further."""
    found: dict[str, set[Scope]] = {}
    for place in places:
        if _depth(place.scope) <= depth:
            found.setdefault(_looks(names.of(place)), set()).add(place.scope)
    return {
        scope
        for scopes in found.values()
        if len(scopes) > 1
        for scope in scopes
        if _depth(scope) == depth and scope in names.own and names.ways.get(scope, 0) < _WAYS - 1
    }


def _depth(scope: Scope) -> int:
    """How deep a group stands; the whole, which is one word too, beside those of one step."""
    return max(1, len(scope))


def _looks(text: str) -> str:
    """A text as far as a reader sees it: without what is invisible, and whatever the width or case of its letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = (one for one in plain if unicodedata.category(one) not in ("Cf", "Cc", "Cs"))
    return " ".join("".join(seen).split())
