"""`python -m sop_core` is the `sop` command."""

from sop_core.cli import main

main()
