"""What the tests of the hooks share: a payload for each hook, and a call of any hook as a host calls it."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any

from sop_core.hooks import (
    HOOKS,
    Advice,
    Decision,
    HookKind,
    Plugins,
    Receipt,
    ReleasePlan,
    ReleasePolicy,
    Tightened,
)
from sop_core.hooks.fit import PARAMETERS
from sop_core.instruments import Administration, Missing, ScaleScore, Score
from sop_core.prompts import Feedback, Situation
from sop_core.types import FeedbackOutcome, InstrumentRef, MissingReason, RecordStatus, ScoreStatus

INSTRUMENT = InstrumentRef("county07.survey", "1.0.0", "sha256:" + "0" * 64, "sha256:" + "1" * 64)


def flat_situation() -> Situation:
    """A situation of plain values."""
    return Situation(
        screen="case.view",
        role="social_worker",
        on=dt.date(2026, 11, 21),
        case="c-1",
        viewer="v-1",
        learning=("module-1",),
        facts={"open_days": 30},
    )


def deep_situation() -> Situation:
    """A situation that holds records and mappings of mappings."""
    feedback = Feedback(
        "f-1", "set/p", "case.view", FeedbackOutcome.DISMISSED, "2026-11-20", extensions={"x": [1]}
    )
    return Situation(
        screen="case.view",
        role="social_worker",
        feedback=(feedback,),
        facts={"a": {"b": [1]}, "c": 1},
    )


def record() -> Administration:
    """A record with an answer, a reason, a scope and an extension."""
    return Administration(
        id="a-1",
        instrument=INSTRUMENT,
        status=RecordStatus.COMPLETE,
        respondent="r-1",
        subject=None,
        scope=("county-07", "north"),
        cycle="2026-Q4",
        locale="en",
        submitted_at="2026-11-21T10:00:00+00:00",
        answers={"q01": "4", "q02": Missing(MissingReason.DECLINED), "q03": ("a", "b")},
        extensions={"county07": {"list": [1, 2]}},
    )


def score() -> Score:
    """A score with an exact fraction, which Python code can change."""
    scale = ScaleScore(
        ScoreStatus.SCORED, Decimal("3.67"), Fraction(11, 3), 4, 3, 0, 1, 0, 0, 0, None
    )
    return Score("a-1", INSTRUMENT, {"heard": scale})


def receipt() -> Receipt:
    """What a host got back from `accept`."""
    event: Mapping[str, Any] = {
        "id": "administration.a-1.complete",
        "data": {"kind": "administration"},
    }
    return Receipt(record(), score(), (Advice("look", "Look again.", "county 07"),), (event,))


def policy() -> ReleasePolicy:
    return ReleasePolicy(id="default", audience="public")


def plan() -> ReleasePlan:
    return ReleasePlan(
        instrument=INSTRUMENT,
        cycle="2026-Q4",
        levels=("county", "office"),
        measures=("heard",),
        purpose="cqi",
        audience="public",
    )


def payload(hook: str, *, situation: Situation | None = None) -> dict[str, Any]:
    """New arguments for a hook, every field of them filled."""
    made = {
        "situation": situation or flat_situation(),
        "record": record(),
        "viewer": "v-1",
        "purpose": "coaching",
        "kind": "administration",
        "policy": policy(),
        "plan": plan(),
        "receipt": receipt(),
    }
    return {name: made[name] for name in PARAMETERS[hook]}


def call(plugins: Plugins, hook: str, given: Mapping[str, Any] | None = None) -> Any:
    """Call a hook as the core does, whatever its kind."""
    arguments = payload(hook) if given is None else dict(given)
    if HOOKS[hook] is HookKind.COLLECT:
        return plugins.collect(hook, **arguments)
    if HOOKS[hook] is HookKind.NOTIFY:
        return plugins.notify(hook, **arguments)
    if hook == "sop_release_policy":
        return plugins.tighten(**arguments)
    return plugins.decide(hook, **arguments)


def fault_plugin(name: str) -> ModuleType:
    return importlib.import_module(f"tests.faults.{name}")


def load(*names: str, **options: Any) -> Plugins:
    """Plugins by their modules' names in `tests.faults`, each of them listed for records."""
    builtin = {name: fault_plugin(name) for name in names}
    builtin |= options.pop("also", {})
    options.setdefault("budget", 3600.0)  # only the tests of the budget are about it
    return Plugins.load(False, builtin=builtin, record_plugins=list(builtin), **options)


def health_of(plugins: Plugins, name: str) -> Any:
    return next(one for one in plugins.health() if one.name == name)


def denies(result: Decision | Tightened) -> bool:
    return not result.allowed if isinstance(result, Decision) else result.policy is None


def plugin(**functions: Any) -> ModuleType:
    """A plugin made on the spot: hooks by name, or anything else that it shall hold."""
    made = ModuleType("made_by_a_test")
    made.sop_api = 1
    for name, value in functions.items():
        setattr(made, name, value)
    return made
