"""The object that a host holds: it joins the rooms below and owns nothing."""

from sop_core.hooks import Receipt
from sop_core.sop.accepting import Need
from sop_core.sop.facade import Health, Sop

__all__ = ["Health", "Need", "Receipt", "Sop"]
