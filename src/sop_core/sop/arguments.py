"""What a call of `Sop` was given, checked so that a wrong call is told what to pass instead."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from sop_core.errors import CallRefused, shown

if TYPE_CHECKING:
    from sop_core.catalog import Source


def check_list(name: str, value: object) -> None:
    """An argument that takes a list is one, or something like it; `plugins` may be True or False."""
    if name == "plugins" and isinstance(value, bool):
        return
    if isinstance(value, str):
        raise CallRefused(f"{name} is the text {shown(value)}; pass a list: {name}=[{value!r}].")
    if not isinstance(value, Iterable):
        choices = "True, False or a list of names" if name == "plugins" else "a list"
        raise CallRefused(f"{name} is a {type(value).__name__}; pass {choices}.")


def sources_of(definitions: object) -> list[Source]:
    """Definitions as paths and dicts."""
    if isinstance(definitions, Mapping) or not isinstance(definitions, Iterable):
        raise CallRefused(
            f"definitions is a {type(definitions).__name__}; pass a list of paths and dicts."
        )
    sources = list(definitions)
    for index, source in enumerate(sources):
        if not isinstance(source, str | os.PathLike | Mapping):
            raise CallRefused(
                f"definitions[{index}] is a {type(source).__name__}; pass the path of a file or "
                "folder, or a definition as a dict."
            )
    return sources


def check_situation(situation: object, *, call: str) -> None:
    """A situation is one, and says what it says in the types that it has."""
    from sop_core.prompts import Situation

    if not isinstance(situation, Situation):
        raise CallRefused(
            f"{call} takes a Situation, not {type(situation).__name__}: "
            'Situation(screen="case.view", role="social_worker").'
        )
    for name in ("screen", "role", "locale"):
        if not isinstance(getattr(situation, name), str):
            raise CallRefused(
                f"The situation's {name} is {shown(getattr(situation, name))}; it is a text."
            )
    for name in ("case", "viewer"):
        if not isinstance(getattr(situation, name), str | None):
            raise CallRefused(
                f"The situation's {name} is {shown(getattr(situation, name))}; it is a token."
            )
    if not isinstance(situation.on, dt.date | None):
        raise CallRefused(
            f"The situation's on is {shown(situation.on)}; it is a datetime.date, or None for today."
        )


def zone_of(timezone: str | dt.tzinfo | None) -> dt.tzinfo:
    """The county's time zone by its name; UTC where none is named. CallRefused for one that there is not."""
    if timezone is None:
        return dt.UTC
    if isinstance(timezone, dt.tzinfo):
        return timezone
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise CallRefused(
            f"There is no time zone {shown(timezone)} on this system. Name one of the IANA database, such as "
            '"America/Los_Angeles"; a system without the database needs the package tzdata.'
        ) from error
