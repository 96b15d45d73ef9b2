"""Which database Django's default one is."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import connections


def use(config: dict[str, object]) -> None:
    """Make a database the default one, here and in threads that start later."""
    connections.close_all()
    connections.settings = connections.configure_settings({"default": config})
    del connections["default"]
    ContentType.objects.clear_cache()
