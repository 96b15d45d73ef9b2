"""Was written for a contract that this library does not speak."""

from tests.faults import good

sop_api = 2
sop_authorize = good.sop_authorize
