"""Cannot be imported, and says case text about it."""

from tests.faults import SECRET

raise ValueError(SECRET)
