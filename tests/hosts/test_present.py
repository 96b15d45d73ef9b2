"""Whether there is a host to test with."""

from __future__ import annotations

import importlib.util

import pytest


@pytest.mark.parametrize("module", ["django", "helpdesk", "sop_helpdesk", "sop_helpdesk_demo"])
def test_the_host_is_installed(module):
    """The real-host suite runs where django-helpdesk and plugins/sop-helpdesk are installed."""
    if importlib.util.find_spec(module) is None:
        pytest.skip(f"{module} is not installed, so no real host is tested: make hosts")
