"""What a county may set, in one dictionary of its Django settings: `SOP = {...}`; all optional."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import Factory, frozen
from django.conf import settings

#: How many workers there are, by the path of each group; or each group and part of one, as a release plan has them.
Workers = Mapping[tuple[str, ...], int] | Sequence[Mapping[str, Any]]


def quarter(day: dt.date) -> str:
    """The default cycle, a calendar quarter such as `2026-Q4` (sop_core default)."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


@frozen(kw_only=True)
class Conf:
    """The settings, each with what holds when it is left out.

    `load`            arguments of `Sop.load`: plugins, record_plugins, require, definitions, …
    `roles`           the role of a group's members; the first group that matches, by the order here
    `default_role`    the role of everyone else
    `screen`          the screen that the ticket page stands for
    `hand_over`       ids of the anonymous instruments that a family answers, by a link or a device
    `family_site`     where families reach this host, such as `https://survey.example`; else here
    `family_words`    words of the family's pages to replace, by language and name in `family.json`
    `link_days`       how many days a family's link opens, the day it was made included
    `links_a_day`     how many links one person may make on a day
    `scope`           reporting groups above the queue, widest first; the queue's slug comes last
    `levels`          names of those groups and of the queue, such as ("county", "office"), for reports
    `names`           what reports call a group, by its path; else a queue's title, or the id
    `workers`         how many workers each group has, by its path; or, with those of its parts, as a release
                      plan's `subjects`; else those whom cases are assigned to
    `policies`        the release policy of an audience, where the usual limits are not meant
    `parts`           what a lead may ask for beside averages, as a release plan has it: groupings,
                      distributions, spread
    `reason_days`     how many days it is kept why a lead was not shown something, for the administrator
    `groups`          from a user to the further groupings of the user's own answers
    `family_groups`   from a case to the further groupings of its family's answers, of those in `parts`
    `cycle`           from a day to the round of administrations that it belongs to
    `about_the_case`  ids of instruments whose subject is the case; else it is who answers
    `languages`       the languages offered on a form, where the form has them
    `events`          the JSON Lines file that `sop_deliver` writes when it is told no other
    `form_hours`      how long an open form may be sent, in hours
    """

    load: Mapping[str, Any] = Factory(dict)
    roles: Mapping[str, str] = Factory(dict)
    default_role: str = "social_worker"
    screen: str = "case.view"
    hand_over: Sequence[str] = ("parent_guardian_survey",)
    family_site: str = ""
    family_words: Mapping[str, Mapping[str, str]] = Factory(dict)
    link_days: int = 14
    links_a_day: int = 30
    scope: Sequence[str] = ()
    levels: Sequence[str] = ()
    names: Mapping[tuple[str, ...], str] = Factory(dict)
    workers: Workers | Callable[[], Workers] | None = None
    policies: Mapping[str, Mapping[str, Any]] = Factory(dict)
    parts: Mapping[str, Sequence[Any]] = Factory(dict)
    reason_days: int = 90
    groups: Callable[[Any], Mapping[str, str]] = lambda _: {}
    family_groups: Callable[[Any], Mapping[str, str]] | None = None
    cycle: Callable[[dt.date], str] = quarter
    about_the_case: Sequence[str] = ()
    languages: Sequence[str] = ("en", "es")
    events: str | Path | None = None
    form_hours: int = 72


def conf() -> Conf:
    """The settings as they are now; a name that `Conf` does not have raises TypeError."""
    return Conf(**getattr(settings, "SOP", {}))
