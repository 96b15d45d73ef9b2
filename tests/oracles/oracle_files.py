"""Where the answers lie that nobody on this project computed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: SOP_ORACLES names the folder; without it, it stands beside the repository.
FOLDER = Path(os.environ.get("SOP_ORACLES") or ROOT.parent / "shared" / "oracles")


def oracle(name: str) -> Any:
    """One file's content; the test is skipped where this machine does not have it (never in CI)."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"no oracle {name}: set SOP_ORACLES to the folder that holds it")
    return json.loads(path.read_text(encoding="utf-8"))
