"""What goes wrong on a page, told without a word of what was sent, stored or shown (B-39).

Django logs an error with its text, and mails it with what was sent and with every variable on the way: here that
would be a family's words, a worker's fears, somebody's answers, a link that is still open or the counts of a small
group. So the kind of error and its place are told, and nothing else.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters


class PageFailed(Exception):
    """A page failed: the kind of the error and its place, and no cause that could hold words."""


def kind_and_place(error: Exception) -> str:
    """What may be told of an error: its kind, and the line where it was raised."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"


def quietly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of which no error report holds what was sent, stored or shown."""

    @sensitive_post_parameters()
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except (Http404, PermissionDenied, SuspiciousOperation):
            raise
        except Exception as error:  # noqa: BLE001
            told = kind_and_place(error)
        # Raised out here, it has no context, and the frames that hold the words are gone.
        raise PageFailed(told)

    # To be found by whoever looks over all pages.
    page.is_quiet = True
    return page
