"""Definition files to one immutable catalog; the only reader of definition files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.catalog.catalog import Catalog, DefinitionHealth, build, defined_twice
    from sop_core.catalog.checking import definition_advice, definition_issues
    from sop_core.catalog.naming import names_in, naming_advice, roles_named, screens_named
    from sop_core.catalog.placing import screen_advice, screens_defined
    from sop_core.catalog.prerequisites import order_issues
    from sop_core.catalog.sources import (
        DEFINITION_KINDS,
        Found,
        Source,
        checked,
        find,
        in_version_order,
    )
    from sop_core.catalog.versions import fit_issues, is_comparable, way

__all__ = [
    "DEFINITION_KINDS",
    "Catalog",
    "DefinitionHealth",
    "Found",
    "Source",
    "build",
    "checked",
    "defined_twice",
    "definition_advice",
    "definition_issues",
    "find",
    "fit_issues",
    "in_version_order",
    "is_comparable",
    "names_in",
    "naming_advice",
    "order_issues",
    "roles_named",
    "screen_advice",
    "screens_defined",
    "screens_named",
    "way",
]

__getattr__ = table(
    __name__,
    {
        "catalog": "Catalog DefinitionHealth build defined_twice",
        "checking": "definition_advice definition_issues",
        "naming": "names_in naming_advice roles_named screens_named",
        "placing": "screen_advice screens_defined",
        "prerequisites": "order_issues",
        "sources": "DEFINITION_KINDS Found Source checked find in_version_order",
        "versions": "fit_issues is_comparable way",
    },
)
