"""The `sop` command (extra `cli`). Exit codes: 0 fine, 1 the data is refused, 2 the call is wrong."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; without the extra, say how to get it."""
    try:
        from sop_core.cli.app import sop
    except ImportError as error:
        if error.name != "click":
            raise
        sys.stderr.write(
            "The sop command needs an extra that is not installed: pip install 'sop-core[cli]'\n"
        )
        sys.exit(2)
    sop(prog_name="sop")
