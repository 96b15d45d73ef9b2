"""From names to plugins: each one loaded on its own, and left out with a reason where it cannot be.

Whatever a plugin does on the way in, `Sop.load` goes on without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from sop_core.errors import listed
from sop_core.hooks.caller import Slot, attempt
from sop_core.hooks.fit import Fit, fit
from sop_core.hooks.found import Source, Wanted, distributions_of, installed, source_of
from sop_core.hooks.results import FaultKind, Status
from sop_core.hooks.spec import DECIDE_HOOKS
from sop_core.types import is_id

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


@define(eq=False)
class Member:
    """A plugin of this host, healthy or not. What changes of it is behind the lock of `Plugins`.

    `functions` is empty unless it is active; `decides` are the decide hooks that it has, or every
    one where that cannot be known.
    """

    name: str
    status: Status
    reason: str = ""
    version: str | None = None
    functions: Mapping[str, Callable[..., Any]] = field(factory=dict)
    decides: tuple[str, ...] = DECIDE_HOOKS
    records: bool = False
    slots: tuple[Slot, ...] = ()
    faults: dict[tuple[str, FaultKind, str], int] = field(factory=dict)


@frozen
class _Loaded:
    """What came of loading one source; `error` is an exception type's name."""

    plugin: object = None
    fit: Fit = field(factory=Fit)
    error: str | None = None


def _load(source: Source) -> _Loaded:
    plugin, error = attempt(source.load)
    if error is not None:
        return _Loaded(error=error)
    fitted, error = attempt(fit, plugin)
    return _Loaded(plugin, Fit() if error is not None else fitted, error)


def _member(source: Source, loaded: _Loaded, want: Wanted) -> Member:
    if not source.builtin and source.name in want.off:
        status: Status = "off"
        reason = "SOP_PLUGINS_OFF names it. Take its name out and load again to have it back."
    elif loaded.error is not None:
        status = "left_out"
        reason = (
            f"Loading it raised {loaded.error}; the message is not repeated here. Import it in a "
            "Python of its own to read the whole error, mend it, and load again."
        )
    else:
        status, reason = "left_out", " ".join(loaded.fit.problems)
        if not reason:
            status = "active"
    return Member(
        name=source.name,
        status=status,
        reason=reason,
        version=source.version,
        functions=loaded.fit.functions if status == "active" else {},
        decides=loaded.fit.decides,
        records=source.name in want.records,
    )


def _without_twins(loaded: Mapping[str, _Loaded]) -> Mapping[str, _Loaded]:
    """Refuse one object under several names: it would answer once for each."""
    names: dict[int, list[str]] = {}
    for name, one in loaded.items():
        if one.error is None:
            names.setdefault(id(one.plugin), []).append(name)
    twins = {name: group for group in names.values() if len(group) > 1 for name in group}
    return {
        name: _refused_twin(one, twins[name]) if name in twins else one
        for name, one in loaded.items()
    }


def _refused_twin(one: _Loaded, group: Iterable[str]) -> _Loaded:
    problem = (
        f"{listed(group)} are one and the same plugin, which would answer once for each name. "
        "Keep one of these entry points."
    )
    return _Loaded(one.plugin, Fit(problems=(problem, *one.fit.problems), decides=one.fit.decides))


def _absent(name: str, status: Status, reason: str, want: Wanted) -> Member:
    """A plugin that was never imported, so that nothing is known of what it decides."""
    return Member(name=name, status=status, reason=reason, records=name in want.records)


def _missing(name: str, found: Iterable[str], want: Wanted) -> Member:
    if not want.wants(name):
        reason = (
            "It is named for records, but is not in the list of plugins to load. Add it to the "
            "list, or take its name out of record_plugins and SOP_RECORD_PLUGINS."
        )
    else:
        reason = (
            "The host names it, but no installed distribution brings a plugin of this name. "
            f"Install it, or correct the name. Installed are: {listed(sorted(found)) or 'none'}."
        )
    return _absent(name, "missing", reason, want)


def _unusable(name: str, points: tuple[EntryPoint, ...], builtin: Iterable[str]) -> str:
    """Why an entry point is refused before anything is imported; empty where it is not."""
    if name in builtin:
        return "The name belongs to a part of sop_core. Give the entry point another name."
    if not is_id(name):
        return "Its name is no id. Name the entry point with 1 to 64 of A-Z, a-z, 0-9, _, . and -."
    if len(points) > 1:
        brought, _ = attempt(distributions_of, points)
        return (
            f"{listed(brought or ())} bring several plugins of this name, and which one was meant "
            "cannot be known. Uninstall or rename all but one."
        )
    return ""


def _found(want: Wanted) -> tuple[Mapping[str, tuple[EntryPoint, ...]], list[Member]]:
    if want.names is not None and not want.names:
        return {}, []
    found, error = attempt(installed)
    if error is None:
        return found, []
    reason = (
        f"Reading what is installed raised {error}, so no installed plugin was loaded. Look for a "
        "distribution with broken metadata: `pip check`, or `pip list`."
    )
    return {}, [_absent("*", "left_out", reason, want)]


def members(want: Wanted, builtin: Mapping[str, object]) -> tuple[Member, ...]:
    """Every plugin of this host, healthy or not: those of sop_core first, then by name."""
    found, others = _found(want)
    sources = {name: _given(name, plugin) for name, plugin in sorted(builtin.items())}
    for name in sorted({*filter(want.wants, found), *want.named}):
        points = found.get(name, ()) if want.wants(name) else ()
        problem = _unusable(name, points, builtin) if points else ""
        if problem:
            said = name if is_id(name) else ascii(name)[1:65]
            others.append(_absent(said, "left_out", problem, want))
        elif points:
            source, error = attempt(source_of, points[0])
            sources[name] = source if error is None else Source(name, None, points[0].load)
        elif name not in builtin:
            others.append(_missing(name, found, want))
    loaded = _without_twins({name: _load(source) for name, source in sources.items()})
    made = [_member(source, loaded[name], want) for name, source in sources.items()]
    first = [member for member in made if member.name in builtin]
    rest = [*(member for member in made if member.name not in builtin), *others]
    return (*first, *sorted(rest, key=lambda member: member.name))


def _given(name: str, plugin: object) -> Source:
    return Source(name, None, lambda: plugin, builtin=True)
