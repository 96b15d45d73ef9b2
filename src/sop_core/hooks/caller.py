"""One hook call, plugin by plugin: isolated, timed, and refused where it runs into itself.

What keeps plugins apart. Each is called on its own, and its answer is read out inside the same
`try`. Whatever it raises is its own fault, but for KeyboardInterrupt, which is a person's wish.
That includes the exceptions by which a host ends its own tasks (asyncio's CancelledError): a hook
is ordinary code, and what it let escape would end a task that is not its own.

What this costs is measured beside a bare pluggy call (DESIGN 8), which takes about a quarter of a
microsecond a plugin: hence one flat loop, and everything that load can know prepared in a `Line`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from itertools import count
from operator import itemgetter
from time import perf_counter
from typing import Any, TypeAlias

from sop_core.errors import CallRefused, listed
from sop_core.hooks.copies import Lender
from sop_core.hooks.results import FaultKind
from sop_core.hooks.returns import WrongReturn, type_name
from sop_core.hooks.spec import HookKind


class Slot:
    """One plugin's function for one hook, and what is known of its calls."""

    __slots__ = ("calls", "function", "hook", "name", "refused", "slowest")

    def __init__(self, *, name: str, hook: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.hook = hook
        self.function = function
        self.slowest = 0.0
        self.refused = 0  # calls of the hook that passed this plugin over, since it was in one
        self.calls: int | None = None  # set, and final, once the plugin is switched off


#: What happens to a fault: counted, logged, the plugin switched off; it gives the fault in words.
Report: TypeAlias = Callable[[Slot, FaultKind, str], str]


class Line:
    """Everything about one hook that load can know: who is called, with what, what may come back.

    `budget` is in seconds, for each plugin; `report` is what happens to a fault.
    """

    __slots__ = (
        "_reads",
        "arity",
        "budget",
        "check",
        "hook",
        "kind",
        "lend",
        "live",
        "parameters",
        "pick",
        "report",
        "tick",
    )

    def __init__(
        self,
        hook: str,
        kind: HookKind,
        *,
        parameters: tuple[str, ...],
        check: Callable[[Any], Any],
        lend: Lender,
        budget: float,
        report: Report,
    ) -> None:
        self.hook = hook
        self.kind = kind
        self.parameters = parameters
        self.arity = len(parameters)
        self.check = check
        self.lend = lend
        self.budget = budget
        self.report = report
        self.pick: Callable[[Mapping[str, Any]], Any] = (
            itemgetter(*parameters) if parameters else tuple
        )
        # Replaced whole and never changed: a call under way keeps the plugins that it began with.
        self.live: tuple[Slot, ...] = ()
        # Counts the calls without a lock: `next` of a `count` cannot be interrupted half-way.
        self.tick: Callable[[], int] = count().__next__
        self._reads = 0

    def calls(self) -> int:
        """The calls so far. The caller holds the lock, since to read is to tick once more."""
        ticks = self.tick() - self._reads
        self._reads += 1
        return ticks

    def refusal(self, payload: Mapping[str, Any]) -> CallRefused:
        """Why a call with these arguments is refused."""
        return CallRefused(
            f"{self.hook} was called with {listed(payload) or 'nothing'}. A hook's arguments are "
            f"its contract with every plugin. Give it {listed(self.parameters) or 'nothing'}."
        )


#: What a call came to: each plugin's checked answer, and each plugin that failed, with why.
Outcome: TypeAlias = tuple[list[tuple[Slot, Any]], list[tuple[Slot, str]]]

# What runs in this context, innermost first: [line, slot or None, the frame around it].
_RUNNING: ContextVar[list[Any] | None] = ContextVar("sop_core.hooks.running", default=None)

_grouped = BaseExceptionGroup.__dict__["exceptions"].__get__


def is_interrupt(error: BaseException) -> bool:
    """Whether a person's Ctrl-C is in it: a group may carry one."""
    if isinstance(error, BaseExceptionGroup):
        return any(is_interrupt(inner) for inner in _grouped(error))
    return isinstance(error, KeyboardInterrupt)


def attempt(function: Callable[..., Any], *args: object) -> tuple[Any, str | None]:
    """What a plugin's own code gives, or the name of the type of exception that it raised.

    For loading; a message may hold anything, and is dropped.
    """
    try:
        return function(*args), None
    except BaseException as error:
        if is_interrupt(error):
            raise
        return None, type_name(type(error))


def _inside(hook: str, frame: list[Any] | None) -> Iterator[str]:
    """The plugins whose function for this hook is running in this context."""
    while frame is not None:
        line, slot, frame = frame
        if slot is not None and line.hook == hook:
            yield slot.name


def run(line: Line, payload: Mapping[str, Any]) -> Outcome:  # noqa: C901, PLR0912, PLR0915
    """Call every live plugin of a hook, one by one, and never raise what one of them raised.

    Raises CallRefused where the payload is not the hook's, and lets KeyboardInterrupt pass. An
    answer that came too late is still an answer, and a fault too.
    """
    try:
        values = line.pick(payload)
    except KeyError:
        raise line.refusal(payload) from None
    if len(payload) != line.arity:
        raise line.refusal(payload)
    answers: list[tuple[Slot, Any]] = []
    faults: list[tuple[Slot, str]] = []
    live = line.live
    if not live:
        return answers, faults
    line.tick()
    check, budget, report = line.check, line.budget, line.report
    outer = _RUNNING.get()
    if outer is not None:
        busy = frozenset(_inside(line.hook, outer))
        faults += [(slot, report(slot, "recursed", "")) for slot in live if slot.name in busy]
        live = tuple([slot for slot in live if slot.name not in busy])
    alone, args, intact, seen = line.lend(values)
    spent = False
    what = ""
    frame: list[Any] = [line, None, outer]
    token = _RUNNING.set(frame)
    start = perf_counter()
    try:
        for slot in live:
            if spent:
                alone, args, intact, seen = line.lend(values)
            frame[1] = slot
            kind: FaultKind | None = None
            try:
                value = slot.function(*args)
                if value is not None:
                    value = check(value)
            except WrongReturn as wrong:
                kind, what, value = "returned", wrong.what, None
            except BaseException as error:
                if is_interrupt(error):
                    raise
                kind, what, value = "raised", type_name(type(error)), None
            try:
                changed = intact is not None and not intact(args, seen)
            except BaseException as error:  # a field was deleted, or what was put there is hostile
                if is_interrupt(error):
                    raise
                changed = True
            spent = alone or changed
            stop = perf_counter()
            took = stop - start
            start = stop
            if took > slot.slowest:  # noqa: PLR1730  a call to max would cost more than the rest
                slot.slowest = took
            if kind is None and not changed and took <= budget:
                if value:
                    answers.append((slot, value))
                continue
            if kind is not None:
                faults.append((slot, report(slot, kind, what)))
            elif changed:
                faults.append((slot, report(slot, "changed", "")))
            elif value:
                answers.append((slot, value))
            if took > budget:
                faults.append((slot, report(slot, "slow", "")))
            start = perf_counter()  # what a log handler took is not the next plugin's time
    finally:
        frame[1] = None
        _RUNNING.reset(token)
    return answers, faults
