"""Which plugins a host wants, by the call and the environment, and what is installed.

| variable | what it does |
|---|---|
| `SOP_PLUGINS=a,b` | exactly these, where the call says `plugins=True` |
| `SOP_PLUGINS_OFF=a` | these are switched off |
| `SOP_RECORD_PLUGINS=a` | these too are asked about records, and told of them |

A variable that is empty counts as not set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.errors import CallRefused, shown
from sop_core.hooks.markers import PROJECT

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


@frozen
class Wanted:
    """What the host asked for: `names` is None for every installed plugin, empty for none."""

    names: frozenset[str] | None
    off: frozenset[str]
    records: frozenset[str]

    def wants(self, name: str) -> bool:
        """Whether a plugin of this name is part of this host, switched off or not."""
        return self.names is None or name in self.names

    @property
    def named(self) -> frozenset[str]:
        """Every name that the host wrote down, and so counts on."""
        if self.names is None:
            return self.off | self.records
        return self.names | self.records if self.names else self.names


@frozen
class Source:
    """A plugin that can be loaded: its name, its distribution's version, and how."""

    name: str
    version: str | None
    load: Callable[[], object]
    builtin: bool = False


def names_in(environ: Mapping[str, str], variable: str) -> frozenset[str]:
    """The names in an environment variable, separated by commas."""
    return frozenset(filter(None, (name.strip() for name in environ.get(variable, "").split(","))))


def names_of(argument: str, names: Iterable[object]) -> frozenset[str]:
    """The names in an argument of the call; CallRefused for what is no list of names."""
    texts = [] if isinstance(names, str) else [name for name in names if isinstance(name, str)]
    if isinstance(names, str) or len(texts) != len(list(names)):
        raise CallRefused(
            f"{argument} is {shown(names)}. It takes a list of plugin names, since a text would be "
            f'read letter by letter. Write {argument}=["name"].'
        )
    return frozenset(texts)


def wanted(
    plugins: bool | Sequence[str],  # noqa: FBT001  the host's own word, handed on
    records: Sequence[str],
    environ: Mapping[str, str],
) -> Wanted:
    """What the host asked for, from the call and the environment together."""
    listed_records = names_of("record_plugins", records) | names_in(environ, "SOP_RECORD_PLUGINS")
    if isinstance(plugins, bool):
        only = names_in(environ, "SOP_PLUGINS") if plugins else frozenset()
        names = None if plugins and not only else only
    else:
        names = names_of("plugins", plugins)
    return Wanted(names=names, off=names_in(environ, "SOP_PLUGINS_OFF"), records=listed_records)


def installed() -> Mapping[str, tuple[EntryPoint, ...]]:
    """The installed plugins' entry points by name: more than one where distributions disagree."""
    from importlib.metadata import entry_points  # slow, and not always needed

    found: dict[str, tuple[EntryPoint, ...]] = {}
    for point in entry_points(group=PROJECT):
        found[point.name] = (*found.get(point.name, ()), point)
    return found


def source_of(point: EntryPoint) -> Source:
    """An entry point as something that can be loaded."""
    dist = point.dist
    return Source(point.name, dist.version if dist is not None else None, point.load)


def distributions_of(points: Iterable[EntryPoint]) -> tuple[str, ...]:
    """The distributions that bring these entry points, by name and version."""
    brought = (point.dist for point in points)
    return tuple(sorted(f"{dist.name} {dist.version}" for dist in brought if dist is not None))
