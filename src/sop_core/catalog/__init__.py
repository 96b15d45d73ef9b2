"""Definition files to one immutable catalog; the only reader of definition files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.catalog.catalog import Catalog, DefinitionHealth, build, defined_twice
    from sop_core.catalog.checking import definition_issues
    from sop_core.catalog.sources import (
        DEFINITION_KINDS,
        Found,
        Source,
        checked,
        find,
        in_version_order,
    )

__all__ = [
    "DEFINITION_KINDS",
    "Catalog",
    "DefinitionHealth",
    "Found",
    "Source",
    "build",
    "checked",
    "defined_twice",
    "definition_issues",
    "find",
    "in_version_order",
]

__getattr__ = table(
    __name__,
    {
        "catalog": "Catalog DefinitionHealth build defined_twice",
        "checking": "definition_issues",
        "sources": "DEFINITION_KINDS Found Source checked find in_version_order",
    },
)
