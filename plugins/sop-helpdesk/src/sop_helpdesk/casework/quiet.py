"""What goes wrong on a page of a case, told without a word of the case (B-39).

Django logs an error with its text, and mails it with what was sent and with every variable on the way: here that
would be a family's words. So the kind of error and its place are told, and nothing else.
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


class CasePageFailed(Exception):
    """A page of a case failed: the kind of the error and its place, and no cause that could hold words."""


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
            *_, last = traceback.extract_tb(error.__traceback__)
            told = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
        # Raised out here, it has no context, and the frames that hold the words are gone.
        raise CasePageFailed(told)

    return page
