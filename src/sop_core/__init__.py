"""sop_core: the engine of Safety Organized Practice for software that already exists.

This page is a table of contents: each name is loaded from its room when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sop_core._lazy import table
from sop_core._version import __version__

if TYPE_CHECKING:
    from sop_core.access import Disclosure
    from sop_core.documents import digest, to_document, to_json
    from sop_core.errors import (
        CallRefused,
        DefinitionRefused,
        DisclosureRefused,
        DocumentRefused,
        Issue,
        LoadError,
        MissingExtra,
        NotFound,
        RecordRefused,
        ReleaseRefused,
        SopError,
    )
    from sop_core.hooks import Advice, Denial, ExportFormat, Receipt, hookimpl
    from sop_core.instruments import CurrentView, Form, current_view, reflect
    from sop_core.prompts import Panel, ShownPrompt, Situation
    from sop_core.sop import Health, Need, Sop

__all__ = [
    "Advice",
    "CallRefused",
    "CurrentView",
    "DefinitionRefused",
    "Denial",
    "Disclosure",
    "DisclosureRefused",
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
    "ReleaseRefused",
    "ShownPrompt",
    "Situation",
    "Sop",
    "SopError",
    "__version__",
    "current_view",
    "digest",
    "hookimpl",
    "reflect",
    "to_document",
    "to_json",
]

_load = table(
    __name__,
    {
        "access": "Disclosure",
        "documents": "digest to_document to_json",
        "errors": (
            "CallRefused DefinitionRefused DisclosureRefused DocumentRefused Issue LoadError "
            "MissingExtra NotFound RecordRefused ReleaseRefused SopError"
        ),
        "hooks": "Advice Denial ExportFormat Receipt hookimpl",
        "instruments": "CurrentView Form current_view reflect",
        "prompts": "Panel ShownPrompt Situation",
        "sop": "Health Need Sop",
    },
)


def __getattr__(name: str) -> Any:
    return _load(name)


def __dir__() -> list[str]:
    return __all__
