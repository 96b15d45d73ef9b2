"""States a version that only looks like 1."""

from tests.faults import good

sop_api = True
sop_authorize = good.sop_authorize
