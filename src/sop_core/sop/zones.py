"""The county's time zone, by name or as a tzinfo."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sop_core.errors import CallRefused, shown


def zone_of(timezone: str | dt.tzinfo) -> dt.tzinfo:
    """A time zone by its name. Raises CallRefused for a name that the system lacks."""
    if isinstance(timezone, dt.tzinfo):
        return timezone
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise CallRefused(
            f"There is no time zone {shown(timezone)} on this system. Name one of the IANA database, such as "
            '"America/Los_Angeles"; a system without the database needs the package tzdata.'
        ) from error
