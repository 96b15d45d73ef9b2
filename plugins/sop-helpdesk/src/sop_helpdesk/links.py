"""One-time links: made for a family, used once, and then forgotten (S0-12).

What holds, and is tried by tests on SQLite and PostgreSQL:

- A link is 256 random bits. The database keeps their hash, so that a copy of the table opens no
  door, and a guess is as good as none.
- The row of a link names no ticket, no user and no moment. Nothing is written on the ticket. Of the case it holds the
  unit, and its part of each grouping that the agency's reports of parents' answers have.
- Taking the answers and forgetting the link are one transaction: neither happens without the other,
  and of two that come at once one is stored.
- A refused form costs no link: the refusal takes back the transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from sop_core.documents import canonical
from sop_core.types import InstrumentRef
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.models import ParentLink

# Bytes of randomness in a link: at the thousand guesses a second of a busy server, none is ever right.
_BYTES = 32
# A form that was opened before midnight of the last day may still be sent on the day after.
_GRACE = dt.timedelta(days=1)


def make(
    instrument: InstrumentRef, unit: str, groups: Mapping[str, str] | None = None
) -> tuple[str, dt.date]:
    """A new link's token, which is told once and kept nowhere, and the last day on which it opens.

    `groups` are the further groupings of the answers, as `kinds` has them of the case.
    """
    forget()
    token = secrets.token_urlsafe(_BYTES)
    closes = timezone.localdate() + dt.timedelta(days=conf().link_days)
    ParentLink.objects.create(
        hash=_hash(token),
        instrument=instrument.id,
        version=instrument.version,
        unit=unit,
        groups=canonical(dict(groups or {})),
        closes=closes,
    )
    return token, closes - dt.timedelta(days=1)


def too_many(user: Any) -> bool:
    """Whether this person has made as many links today as the county allows; counts this one.

    Who could make any number could answer in families' place. The count lives in the host's cache
    for a day: no table says who made how many links. A cache that keeps nothing counts nothing.
    """
    key = f"sop_helpdesk.links.{user.pk}.{timezone.localdate()}"
    cache.add(key, 0, timeout=24 * 3600)
    try:
        return bool(cache.incr(key) > conf().links_a_day)
    except ValueError:
        return False


def opened(token: str) -> ParentLink | None:
    """The link of a token, if it may be opened today; None for one used, closed or made up."""
    forget()
    return _found(token, timezone.localdate())


def sent(token: str) -> ParentLink | None:
    """The link of a form that comes back: as `opened`, and a day longer."""
    return _found(token, timezone.localdate() - _GRACE)


def exchange(link: ParentLink, document: dict[str, Any]) -> bool:
    """Forget a link and keep its answers, both or neither; False where another was faster.

    Raises RecordRefused with every issue; the link is then as it was.
    """
    with transaction.atomic():
        # First the deletion: whoever comes at the same time waits for it here, and finds no row.
        deleted, _ = ParentLink.objects.filter(pk=link.pk).delete()
        if not deleted:
            return False
        if not adapter.keep(document, None):
            raise RuntimeError("A random id came twice. Nothing was changed.")
    return True


def forget() -> int:
    """Delete the links that can be sent no more; how many there were."""
    over = ParentLink.objects.filter(closes__lte=timezone.localdate() - _GRACE)
    return int(over.delete()[0])


def _found(token: str, day: dt.date) -> ParentLink | None:
    return ParentLink.objects.filter(hash=_hash(token), closes__gt=day).first()


def _hash(token: str) -> str:
    """How the table knows a token. It is random, so that its plain hash cannot be tried out."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
