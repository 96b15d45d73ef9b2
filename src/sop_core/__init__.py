"""sop_core: the engine of Safety Organized Practice for software that already exists.

This page is a table of contents: each name is loaded from its room when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sop_core._version import __version__

if TYPE_CHECKING:
    from sop_core.documents import digest, to_document, to_json
    from sop_core.errors import (
        CallRefused,
        DefinitionRefused,
        DocumentRefused,
        Issue,
        LoadError,
        MissingExtra,
        NotFound,
        RecordRefused,
        SopError,
    )
    from sop_core.hooks import Advice, Denial, ExportFormat, Receipt, hookimpl
    from sop_core.instruments import Form, reflect
    from sop_core.prompts import Panel, ShownPrompt, Situation
    from sop_core.sop import Health, Need, Sop

_ROOMS = {
    "Advice": "hooks",
    "CallRefused": "errors",
    "DefinitionRefused": "errors",
    "Denial": "hooks",
    "DocumentRefused": "errors",
    "ExportFormat": "hooks",
    "Form": "instruments",
    "Health": "sop",
    "Issue": "errors",
    "LoadError": "errors",
    "MissingExtra": "errors",
    "Need": "sop",
    "NotFound": "errors",
    "Panel": "prompts",
    "Receipt": "hooks",
    "RecordRefused": "errors",
    "ShownPrompt": "prompts",
    "Situation": "prompts",
    "Sop": "sop",
    "SopError": "errors",
    "digest": "documents",
    "hookimpl": "hooks",
    "reflect": "instruments",
    "to_document": "documents",
    "to_json": "documents",
}

__all__ = [
    "Advice",
    "CallRefused",
    "DefinitionRefused",
    "Denial",
    "DocumentRefused",
    "ExportFormat",
    "Form",
    "Health",
    "Issue",
    "LoadError",
    "MissingExtra",
    "Need",
    "NotFound",
    "Panel",
    "Receipt",
    "RecordRefused",
    "ShownPrompt",
    "Situation",
    "Sop",
    "SopError",
    "__version__",
    "digest",
    "hookimpl",
    "reflect",
    "to_document",
    "to_json",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module 'sop_core' has no attribute {name!r}")
    value = getattr(import_module(f"sop_core.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
