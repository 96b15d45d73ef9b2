"""States no contract version."""

from tests.faults import good

sop_authorize = good.sop_authorize
