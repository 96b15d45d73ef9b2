"""Definition files to one immutable catalog; the only reader of definition files."""

from sop_core.catalog.catalog import Catalog, DefinitionHealth, build, in_version_order
from sop_core.catalog.checking import DEFINITION_KINDS, definition_issues
from sop_core.catalog.sources import Found, Source, checked, find

__all__ = [
    "DEFINITION_KINDS",
    "Catalog",
    "DefinitionHealth",
    "Found",
    "Source",
    "build",
    "checked",
    "definition_issues",
    "find",
    "in_version_order",
]
