"""What the caller gives back: answers, decisions, and how each plugin is doing."""

from __future__ import annotations

from typing import Any, Literal

from attrs import frozen

from sop_core.hooks.payloads import ReleasePolicy

#: `active`; `off` by the host; `left_out` at load; `switched_off` for faults; `missing`.
Status = Literal["active", "off", "left_out", "switched_off", "missing"]

#: What went wrong in a call: `raised` (an exception), `returned` (not what the hook gives),
#: `changed` (the payload), `recursed` (into the same hook), `slow` (over the budget).
FaultKind = Literal["raised", "returned", "changed", "recursed", "slow"]


@frozen
class Answer:
    """What one plugin gave to a collect hook: checked, complete, and the host's own copy."""

    plugin: str
    value: Any


@frozen
class Denied:
    """Who said no, and why: the plugin's own words, or what went wrong with it."""

    plugin: str
    reason: str


@frozen
class Decision:
    """What the plugins say to a request. `allowed` is no grant: the core has its own rules."""

    allowed: bool
    denials: tuple[Denied, ...] = ()


@frozen
class Passed:
    """A wish that was passed over: a plugin asked for a looser value of this field."""

    plugin: str
    field: str


@frozen
class Tightened:
    """The policy that a release needs, or None where a plugin's denial forbids it.

    `passed` names the wishes that would have loosened it.
    """

    policy: ReleasePolicy | None
    denials: tuple[Denied, ...] = ()
    passed: tuple[Passed, ...] = ()


@frozen
class PluginFault:
    """One kind of fault of one hook, and how often it happened.

    `what` is a type's or a field's name, never an exception's message: that may hold case text.
    """

    hook: str
    kind: FaultKind
    what: str
    count: int


@frozen(kw_only=True)
class PluginHealth:
    """How a plugin is doing.

    `reason` says what, why and what to do where the status is not `active`. `hooks` are those it
    has, `denies` those it denies as it stands, `records` whether the host lists it for records,
    `calls` how often it was called, `slowest` its slowest call in seconds.
    """

    name: str
    status: Status
    reason: str = ""
    version: str | None = None
    hooks: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    records: bool = False
    faults: tuple[PluginFault, ...] = ()
    calls: int = 0
    slowest: float = 0.0
