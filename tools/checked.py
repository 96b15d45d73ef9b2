"""Which bundled definition files were checked in full: `src/sop_core/catalog/checked.json`.

`python -m tools.checked` checks every bundled definition (shape, rules, worked cases) and, if all are
sound, writes the SHA-256 of each file. Loading then passes over the check for files that are the
same to the byte. `--check` writes nothing and exits 1 if the list is stale or a definition is unsound.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from sop_core.catalog import definition_issues
from sop_core.documents import kind_of, read

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/sop_core"
LIST = PACKAGE / "catalog/checked.json"


def faults() -> list[str]:
    """What is wrong with the bundled definitions, a line an issue."""
    found: list[str] = []
    for path in sorted(PACKAGE.glob("*/definitions/*.json")):
        document = read(path.read_bytes())
        issues = definition_issues(document, str(kind_of(document)))
        found += [f"{path.relative_to(ROOT)}: {issue}" for issue in issues]
    return found


def listing() -> str:
    """The list as it should be."""
    files = sorted(PACKAGE.glob("*/definitions/*.json"))
    digests = {
        path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    return json.dumps(digests, indent=1) + "\n"


def main() -> int:
    """Write the list, or with `--check` say whether it is right."""
    wrong = faults()
    if not wrong and "--check" in sys.argv:
        wrong = (
            []
            if LIST.is_file() and LIST.read_text("utf-8") == listing()
            else [f"{LIST.name} is stale"]
        )
    elif not wrong:
        LIST.write_text(listing(), "utf-8")
    sys.stdout.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
