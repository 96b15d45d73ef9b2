"""The definitions that ship with the library, through the same hook as anybody's.

The five tool groups of S0-13 are among them: three assessment tools, practice profiles, a survey for families.
"""

from __future__ import annotations

from pathlib import Path

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def sop_definitions() -> list[Path]:
    """Every definition file of the pure rooms, in name order."""
    package = Path(__file__).parents[1]
    return sorted(package.glob("*/definitions/*.json"))
