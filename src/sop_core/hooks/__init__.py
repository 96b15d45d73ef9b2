"""A contract for plugins, and calls that keep each plugin from the host and from the others."""

from sop_core.hooks.markers import SOP_API, hookimpl, hookspec
from sop_core.hooks.payloads import (
    Advice,
    Denial,
    ExportFormat,
    Receipt,
    ReleasePlan,
    ReleasePolicy,
)
from sop_core.hooks.plugins import Plugins
from sop_core.hooks.results import (
    Answer,
    Decision,
    Denied,
    Passed,
    PluginFault,
    PluginHealth,
    Tightened,
)
from sop_core.hooks.spec import DECIDE_HOOKS, HOOKS, RECORD_HOOKS, HookKind

__all__ = [
    "DECIDE_HOOKS",
    "HOOKS",
    "RECORD_HOOKS",
    "SOP_API",
    "Advice",
    "Answer",
    "Decision",
    "Denial",
    "Denied",
    "ExportFormat",
    "HookKind",
    "Passed",
    "PluginFault",
    "PluginHealth",
    "Plugins",
    "Receipt",
    "ReleasePlan",
    "ReleasePolicy",
    "Tightened",
    "hookimpl",
    "hookspec",
]
