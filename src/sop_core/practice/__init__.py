"""The field tools, and what they notice: pure functions on what is written down about a case.

A record of a case is confidential: it names people by the host's tokens alone, and its words never
leave in an event, a tally, a log or a refusal. What is noticed is advice, in words that a colleague
would use. Nothing here scores a person, and nothing stops a host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    pass

__all__: list[str] = []

__getattr__ = table(__name__, {})
