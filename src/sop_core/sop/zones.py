"""The county's time zone, by name or as a tzinfo."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sop_core.errors import CallRefused, shown


def zone_of(timezone: str | dt.tzinfo | None) -> dt.tzinfo:
    """A time zone; UTC where none is named. Raises CallRefused for a name that the system lacks."""
    if timezone is None:
        return dt.UTC
    if isinstance(timezone, dt.tzinfo):
        return timezone
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise CallRefused(
            f"There is no time zone {shown(timezone)} on this system. Name one of the IANA database, such as "
            '"America/Los_Angeles"; a system without the database needs the package tzdata.'
        ) from error
