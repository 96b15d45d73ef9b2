"""The object that a host holds: it joins the rooms below and owns nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.sop.facade import Health, Sop
    from sop_core.sop.given import Need

__all__ = ["Health", "Need", "Sop"]

__getattr__ = table(__name__, {"given": "Need", "facade": "Health Sop"})
