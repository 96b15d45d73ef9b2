"""A host as a county might have it: plain django-helpdesk, and the lines that bring SOP in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import django

FOLDER = Path(os.environ.get("SOP_DEMO_DIR", ".demo")).resolve()


def _secret_key() -> str:
    """A key of this demo's own, made at its first run and kept: people stay signed in."""
    path = FOLDER / "secret-key"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "sop_helpdesk_demo.urls"
TIME_ZONE = "America/Los_Angeles"
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
STATIC_URL = "static/"
LOGIN_URL = "helpdesk:login"
LOGIN_REDIRECT_URL = "helpdesk:dashboard"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The demo sends no mail. Django 6.1 has a new name for that setting, and warns of the old one.
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
if django.VERSION < (6, 1):
    EMAIL_BACKEND = NO_MAIL
else:
    MAILERS = {"default": {"BACKEND": NO_MAIL}}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "sop_helpdesk",  # before helpdesk, whose ticket page it extends
    "helpdesk",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": FOLDER / "demo.sqlite3",
        # Writers wait for each other instead of failing: the server has threads, and so the outbox.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL",
        },
    }
}

# django-helpdesk: no teams, and staff see the queues that they were given.
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ENABLE_PER_QUEUE_STAFF_PERMISSION = True
HELPDESK_REDIRECT_TO_LOGIN_BY_DEFAULT = True
HELPDESK_VIEW_A_TICKET_PUBLIC = False
HELPDESK_SUBMIT_A_TICKET_PUBLIC = False
HELPDESK_KANBAN_ENABLED = False

# How many workers each made-up unit has: parents' answers are shown only where these are enough.
UNITS = {"families": 9, "north": 8, "south": 6, "valley": 3}
WORKERS: dict[tuple[str, ...], int] = {
    (): sum(UNITS.values()),
    ("demo-county",): sum(UNITS.values()),
    **{("demo-county", unit): n for unit, n in UNITS.items()},
}

# What the lead may ask for beside averages, as a release plan has it.
PARTS = {
    "groupings": [{"id": "caseload", "kind": "partition"}],
    "distributions": [{"id": "eng_three_questions", "bars": [["1", "2", "3"], ["4", "5"]]}],
    "spread": ["sd", "median", "interval"],
}


def groups_of(user: Any) -> dict[str, str]:
    """Whose answers are counted with which: users of the group `ongoing` carry ongoing cases."""
    ongoing = user.groups.filter(name="ongoing").exists()
    return {"caseload": "ongoing" if ongoing else "intake"}


SOP = {
    "load": {"plugins": True},
    "roles": {"supervisors": "supervisor", "implementation": "implementation_lead"},
    "scope": ["demo-county"],
    "levels": ["county", "unit"],
    "workers": WORKERS,
    "parts": PARTS,
    "groups": groups_of,
    "events": FOLDER / "events.jsonl",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "sop_helpdesk": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
