"""Files that never change once they are there: golden documents, and the schemas of each release.

`tests/frozen/kept.json` holds the SHA-256 of each. New files enter it with `python -m tools.freeze`;
one that was edited or removed stops the freeze, `--rewrite` or not: somebody may hold documents that
are like it, and a test that was bent to pass proves nothing.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

GOLDEN = Path("tests/golden")
SCHEMAS = Path("tests/frozen/schemas")


def files(root: Path) -> dict[str, str]:
    """Every file that is to be kept, with the SHA-256 of its bytes."""
    found = [
        *(root / GOLDEN).rglob("*.json"),
        *(root / GOLDEN).rglob("*.jsonl"),
        *(root / SCHEMAS).glob("*/*.schema.json"),
    ]
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(found)
    }


def release(root: Path, version: str) -> list[Path]:
    """Copies the schemas of a release to where they are kept. A release is never copied twice."""
    folder = root / SCHEMAS / version
    if folder.exists():
        raise SystemExit(f"{SCHEMAS / version} is there already: a release is frozen once")
    folder.mkdir(parents=True)
    return [
        Path(shutil.copy(path, folder)) for path in sorted((root / "schemas").glob("*.schema.json"))
    ]
