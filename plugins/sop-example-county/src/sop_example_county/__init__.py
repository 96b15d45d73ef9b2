"""The one module of the example: it says where the folder is. Everything else is files."""

from __future__ import annotations

from pathlib import Path

from sop_core import hookimpl

sop_api = 1


@hookimpl
def sop_definitions() -> list[Path]:
    """The folder of definitions."""
    return [Path(__file__).with_name("definitions")]
