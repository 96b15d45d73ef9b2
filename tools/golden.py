"""Golden documents: what was released stays readable for ever, and comes to what it came to.

`tests/golden/<schema>/<major>/<name>.json` is a document as a host stored or sent it, and
`<name>.outcome.json` beside it says what today's public door makes of it: the record's digest, its
score, its events, what `verify` finds. The corpus is its own world: administrations name the
instruments of the corpus or bundled ones, and later records name records of the corpus.

`python -m tools.golden` writes the outcome of documents that have none yet; one that is there is
never written again. `tools.freeze` then keeps both (`tools.kept`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from sop_core import Sop, digest, to_document, to_json
from sop_core.access import DisclosureRecord
from sop_core.catalog import DEFINITION_KINDS
from sop_core.documents import definition_digest, digest_of, read
from sop_core.instruments import Administration
from sop_core.prompts import Feedback
from sop_core.sop.accepting import RECORD_KINDS

ROOT = Path(__file__).resolve().parents[1] / "tests/golden"
OUTCOME = ".outcome.json"
DEFINITIONS = DEFINITION_KINDS


def documents(kind: str, root: Path = ROOT) -> Iterator[Path]:
    """The golden documents of a kind, of every major version, in name order."""
    for path in sorted(root.glob(f"{kind}/*/*.json")):
        if not path.name.endswith(OUTCOME):
            yield path


def kinds(root: Path = ROOT) -> list[str]:
    """The kinds of which there are golden documents."""
    return sorted(path.name for path in root.iterdir() if path.is_dir())


class Corpus:
    """The golden documents, read through the public door."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root

    @cached_property
    def sop(self) -> Sop:
        """A Sop with the definitions of the corpus."""
        files = [path for kind in DEFINITIONS for path in documents(kind, self.root)]
        return Sop.load(plugins=False, definitions=files)

    @cached_property
    def records(self) -> dict[str, bytes]:
        """The records by their digest, which is what later ones name them with."""
        return {
            digest_of(read(path.read_bytes())): path.read_bytes()
            for kind in RECORD_KINDS
            for path in documents(kind, self.root)
        }

    @cached_property
    def by_id(self) -> dict[str, Path]:
        """The administrations by their ids."""
        return {
            read(path.read_bytes())["id"]: path for path in documents("administration", self.root)
        }

    def outcome(self, path: Path) -> dict[str, Any]:
        """What the public door makes of one document, as plain JSON."""
        kind, data = path.parents[1].name, path.read_bytes()
        document = read(data)
        given = [self.records[need.digest] for need in self.sop.needs(document)]
        issues = self.sop.check(data, given=given)
        found: dict[str, Any] = {"errors": [one.code for one in issues if one.severity == "error"]}
        if kind in DEFINITIONS:
            return found | self._definition(kind, document)
        if kind in RECORD_KINDS:
            return found | self._record(data, given)
        found["document"] = digest_of(document)
        if kind == "score":
            by = self.by_id[document["administration"]]
            verified = self.sop.verify(data, by.read_bytes())
            found["verified"] = [one.path for one in verified.differences]
        return found

    def _definition(self, kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
        key = (kind, document["id"], document["version"])
        found: dict[str, Any] = {
            "in_force": key in self.sop.catalog.documents,
            "digest": definition_digest(document),
        }
        if kind == "instrument":
            instrument = self.sop.catalog.instrument(document["id"], document["version"])
            found["scoring"] = instrument.ref.scoring
            found["items"] = len(instrument.items)
        return found

    def _record(self, data: bytes, given: list[bytes]) -> dict[str, Any]:
        receipt = self.sop.accept(data, given=given)
        found: dict[str, Any] = {"record": digest(receipt.record)}
        if isinstance(receipt.record, Feedback | DisclosureRecord):
            return found
        if isinstance(receipt.record, Administration):
            score = receipt.score
            found["score"] = None if score is None else json.loads(to_json(score))["scales"]
        found["events"] = [to_document(event) for event in receipt.events]
        return found


def holds(now: Any, frozen: Any) -> bool:
    """Whether what comes out now is what was frozen. An object may have gained fields, and no more."""
    if isinstance(frozen, dict) and isinstance(now, dict):
        return all(key in now and holds(now[key], kept) for key, kept in frozen.items())
    if isinstance(frozen, list) and isinstance(now, list):
        pairs = zip(now, frozen, strict=False)
        return len(now) == len(frozen) and all(holds(one, kept) for one, kept in pairs)
    return type(now) is type(frozen) and bool(now == frozen)


def beside(path: Path) -> Path:
    """Where a document's outcome stands."""
    return path.with_name(path.name.removesuffix(".json") + OUTCOME)


def main() -> int:
    """Write the outcomes that are not there yet."""
    corpus = Corpus()
    every = [path for kind in kinds() for path in documents(kind)]
    missing = [path for path in every if not beside(path).exists()]
    for path in missing:
        outcome = json.dumps(corpus.outcome(path), indent=1, ensure_ascii=False, sort_keys=True)
        beside(path).write_text(outcome + "\n", encoding="utf-8")
    print(f"golden documents: {len(every)}, of which {len(missing)} are new")
    return 0


if __name__ == "__main__":
    sys.exit(main())
