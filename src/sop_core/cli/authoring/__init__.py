"""An instrument from a few answers or a sheet. Only `sheet`, `asking` and `output` meet the world; the rest is pure."""
