"""Where and with whom coaching takes place (S2-14, S2-20 to S2-22, S2-25, S3-12): words a county may add to.

A record may name a setting that is not here; what it is for the library is decided by its format.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Format(StrEnum):
    """Whether a session is one worker's, under an agreement, or a group's, which is about no one (S1-11)."""

    INDIVIDUAL = "individual"
    GROUP = "group"


class Part(StrEnum):
    """What somebody does in a session. An observer joins another's session, to watch and learn (S2-21)."""

    LEARNER = "learner"
    COACH = "coach"
    SUPERVISOR = "supervisor"
    FACILITATOR = "facilitator"
    OBSERVER = "observer"


@frozen
class Setting:
    """A setting: its id, what it is called, in which format it may be held, and where it is from."""

    id: str
    title: str
    formats: tuple[Format, ...]
    source: str


_ONE, _MANY = (Format.INDIVIDUAL,), (Format.GROUP,)
_EITHER = (Format.INDIVIDUAL, Format.GROUP)

SETTINGS: tuple[Setting, ...] = (
    Setting("individual", "One worker with a coach or supervisor", _ONE, "S2-14, S3-12"),
    Setting(
        "direct_report", "A supervisor, manager or director with a direct report", _ONE, "S3-12"
    ),
    Setting("field", "In the field, with young people and families", _EITHER, "S2-14, S3-12"),
    Setting("group", "A group of supervisors, managers or workers", _MANY, "S2-14, S3-12"),
    Setting("group_supervision", "Group supervision, guided by profiles", _MANY, "S1-11"),
    Setting("unit", "A unit", _MANY, "S2-14, S3-12"),
    Setting("peer_group", "A group of peers", _MANY, "S2-25"),
    Setting("case_staffing", "A case staffing", _EITHER, "S3-12"),
    Setting("child_and_family_team", "A Child and Family Team meeting", _EITHER, "S3-12"),
    Setting("clinical_staffing", "A clinical staffing with Behavioral Health", _EITHER, "S3-12"),
)


def formats_of(setting: object) -> tuple[Format, ...]:
    """The formats in which a setting may be held; a county's own setting may be held in either."""
    return next((one.formats for one in SETTINGS if one.id == setting), _EITHER)
