"""Names the wrong module in its entry point: nothing is here."""

import sop_core  # noqa: F401  a module's name is no misspelt hook

sop_api = 1
sop_title = "Data of that name is no misspelt hook either."
