"""Whether the schemas of the tree still take every document of the schemas that were released.

Each release's schemas are kept whole under `tests/frozen/schemas/<version>/`, and the tree's are
compared with all of them: what was fine beside the last release may not be beside the first. Every
difference is one of:

    breaks         a document that was valid may be none now. Never allowed under one major version.
    widening       an optional field more in a closed object, or a wider bound. Allowed: documents
                   only gain optional fields, and old readers refuse a field that they do not know.
    needs-review   all else: a description (its meaning may have changed), a choice more (a reader
                   that knows the others does not know this one), a field that is required no longer
                   (a reader counted on it), a keyword that this tool does not know.

`python -m tools.schema_compat` prints the differences and exits 1 if one breaks, or needs a review
and stands in `tests/frozen/schemas/reviewed.json` without its reason:

    [{"schema": "panel", "path": "$.properties.x.description", "difference": "…", "reason": "…"}]

How a difference is judged is in `schema_differences`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tools.schema_differences import BREAKS, REVIEW, WIDENING, Difference, compare

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "schemas"
RELEASED = ROOT / "tests/frozen/schemas"
REVIEWED = "reviewed.json"


class Found(NamedTuple):
    """A difference of one schema since one release."""

    release: str
    schema: str
    difference: Difference

    @property
    def key(self) -> tuple[str, str, str]:
        """What a review names it by."""
        return (self.schema, self.difference.path, self.difference.said)

    def __str__(self) -> str:
        return f"{self.schema} since {self.release}: {self.difference}"


def _read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def found_in(schemas: Path, released: Path) -> list[Found]:
    """Every difference between the schemas of a folder and each release's."""
    found: list[Found] = []
    for release in sorted(path for path in released.iterdir() if path.is_dir()):
        for path in sorted(release.glob("*.schema.json")):
            name, now = path.name.removesuffix(".schema.json"), schemas / path.name
            differences = (
                compare(_read(path), _read(now))
                if now.is_file()
                else [Difference(BREAKS, "$", "the schema is gone")]
            )
            found += [Found(release.name, name, one) for one in differences]
    return found


def reviewed(released: Path) -> dict[tuple[str, str, str], str]:
    """The differences that a person has looked at, with the reason why they may be."""
    path = released / REVIEWED
    rows = _read(path) if path.is_file() else []
    for row in rows:
        if row.keys() != {"schema", "path", "difference", "reason"} or not row["reason"].strip():
            raise SystemExit(f"{path}: each row has schema, path, difference and a reason: {row}")
    return {(row["schema"], row["path"], row["difference"]): row["reason"] for row in rows}


def wrong(schemas: Path, released: Path) -> list[Found]:
    """The differences that stand in the way: breaks, and what waits for a review."""
    known = reviewed(released)
    return [
        one
        for one in found_in(schemas, released)
        if one.difference.kind == BREAKS or (one.difference.kind == REVIEW and one.key not in known)
    ]


def faulty(schemas: Path, released: Path) -> set[str]:
    """The names of the schemas that have such a difference."""
    return {one.schema for one in wrong(schemas, released)}


def stale(schemas: Path, released: Path) -> list[str]:
    """Reviews of what is no difference any longer: they would let the next one of that name pass."""
    met = {one.key for one in found_in(schemas, released) if one.difference.kind == REVIEW}
    return [
        f"{REVIEWED}: {schema} {path} is no difference any longer: {said}"
        for schema, path, said in reviewed(released)
        if (schema, path, said) not in met
    ]


def main(arguments: list[str]) -> int:
    """Print every difference since the releases; 1 if one breaks or waits for a review."""
    schemas, released = (
        (Path(arguments[0]), Path(arguments[1])) if arguments else (SCHEMAS, RELEASED)
    )
    found = found_in(schemas, released)
    lines = [str(one) for one in found if one.difference.kind == WIDENING]
    faults = [str(one) for one in wrong(schemas, released)] + stale(schemas, released)
    said = f"schema compatibility: {len(found)} differences, {len(faults)} faults"
    print("\n".join([*lines, *faults, said]))
    if faults:
        print(f"What needs a review is given its reason in {REVIEWED}; what breaks is taken back.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
