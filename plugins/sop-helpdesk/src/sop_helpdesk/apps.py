"""The app, and what `manage.py check` says about how it was set up."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from django.urls import NoReverseMatch, reverse

from sop_helpdesk.conf import conf


class SopHelpdeskConfig(AppConfig):
    """Safety Organized Practice on django-helpdesk's ticket page."""

    name = "sop_helpdesk"
    verbose_name = "Safety Organized Practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; sop_core itself is loaded when a page first needs it."""
        register(check_setup)


def check_setup(**_: Any) -> list[CheckMessage]:
    """What a county can get wrong in its settings, each with the line that mends it."""
    return [*_order(), *_settings(), *_addresses(), *_words(), *_reports()]


def _order() -> list[CheckMessage]:
    apps = [entry.split(".apps.")[0] for entry in settings.INSTALLED_APPS]
    if "helpdesk" in apps and apps.index("sop_helpdesk") > apps.index("helpdesk"):
        return [
            Error(
                "sop_helpdesk stands after helpdesk, so the ticket page shows no SOP panel.",
                hint="Put 'sop_helpdesk' before 'helpdesk' in INSTALLED_APPS.",
                id="sop_helpdesk.E001",
            )
        ]
    return []


def _settings() -> list[CheckMessage]:
    try:
        conf()
    except TypeError as error:
        return [
            Error(
                f"The setting SOP has a name that sop_helpdesk does not know: {error}",
                hint="The names and what they do stand in sop_helpdesk.conf.Conf.",
                id="sop_helpdesk.E002",
            )
        ]
    return []


def _addresses() -> list[CheckMessage]:
    try:
        reverse("sop_helpdesk:dismiss", args=[1])
    except NoReverseMatch:
        return [
            CheckWarning(
                "The pages of sop_helpdesk have no address, so the ticket page shows no SOP panel.",
                hint="Add path('sop/', include('sop_helpdesk.urls')) to the project's urls.py.",
                id="sop_helpdesk.W003",
            )
        ]
    return []


def _words() -> list[CheckMessage]:
    # Imported here: models are not there yet when this module is.
    from sop_helpdesk.family import bundled_words

    given = getattr(settings, "SOP", {}).get("family_words", {})
    known = bundled_words()["en"]
    unknown = [f"{code}: {name}" for code, own in given.items() for name in own.keys() - known]
    if not unknown:
        return []
    return [
        CheckWarning(
            f"SOP['family_words'] has names that no page of the family uses: {sorted(unknown)}.",
            hint=f"The names are {', '.join(known)}.",
            id="sop_helpdesk.W004",
        )
    ]


def _reports() -> list[CheckMessage]:
    try:
        found = conf()
    except TypeError:
        return []  # said above
    wrong: list[CheckMessage] = []
    deep = len(found.scope) + 1
    if found.levels and len(found.levels) != deep:
        wrong.append(
            Error(
                f"SOP['levels'] names {len(found.levels)} levels, and a scope has {deep}: SOP['scope'] and the queue.",
                hint="Name each of them, widest first, such as ['county', 'unit'].",
                id="sop_helpdesk.E005",
            )
        )
    for audience, policy in found.policies.items():
        said = _against(audience, policy)
        if said:
            wrong.append(
                Error(
                    f"SOP['policies'] has no policy for the audience {audience}: {said}",
                    hint="Write it as `sop release --policy` takes it; see docs/releases.md.",
                    id="sop_helpdesk.E006",
                )
            )
    if not wrong and (said := _against_parts(found.parts)):
        wrong.append(
            Error(
                f"SOP['parts'] is not what a release plan may hold: {said}",
                hint="Write groupings, distributions and spread as a plan has them; see docs/releases.md.",
                id="sop_helpdesk.E007",
            )
        )
    if not wrong and (said := _against_workers()):
        wrong.append(
            Error(
                f"SOP['workers'] is not what a release plan may hold: {said}",
                hint="Give a number for each path, or a list as a plan's subjects; see docs/releases.md.",
                id="sop_helpdesk.E008",
            )
        )
    return wrong


def _against_workers() -> str:
    # Imported here: models are not there yet when this module is.
    from sop_helpdesk.releases.parts import against_workers

    return against_workers()


def _against_parts(parts: Any) -> str:
    # Imported here: models are not there yet when this module is.
    from sop_helpdesk.releases.parts import against

    return against(parts)


def _against(audience: str, policy: Any) -> str:
    # Imported here: the documents' rooms are loaded only where a county has a policy.
    from sop_core import DocumentRefused
    from sop_core.documents import policy_of

    try:
        made = policy_of(dict(policy))
    except DocumentRefused as refused:
        return str(refused)
    return "" if made.audience == audience else f"it is for {made.audience}."
