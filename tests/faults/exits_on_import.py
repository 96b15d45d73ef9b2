"""Ends the process on import, or so it thinks."""

from tests.faults import SECRET

raise SystemExit(SECRET)
