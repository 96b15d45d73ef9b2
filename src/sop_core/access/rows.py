"""The table: who may see one person's record, for which purpose. What no row opens is closed.

    party       purpose          kind              opens where
    person      self_reflection  administration    it is their own
    person      self_reflection  rating            it is their own, also what another person observed
    person      self_reflection  goal              it is their own
    person      self_reflection  goal-event        it is their own
    person      self_reflection  coaching-session  it is their own; of a group's: they were in it
    person      self_reflection  agreement         it is their own
    person      self_reflection  participation     it is their own
    person      self_reflection  exception         it is about their own agreement
    coach       coaching         administration    agreement, shared
    coach       coaching         rating            agreement, shared
    coach       coaching         goal              agreement, shared
    coach       coaching         goal-event        agreement, shared
    coach       coaching         coaching-session  agreement, shared, attended
    coach       coaching         agreement         agreement, named
    coach       coaching         exception         agreement, named
    supervisor  supervision      administration    agreement, shared
    supervisor  supervision      rating            agreement, shared
    supervisor  supervision      goal              agreement, shared
    supervisor  supervision      goal-event        agreement, shared
    supervisor  supervision      coaching-session  agreement, shared, attended
    supervisor  supervision      agreement         agreement, named
    supervisor  supervision      exception         agreement, named

S0-07, S0-10, C-27: a person's records are that person's. S0-06, S1-07: a coach and a supervisor see them under
an agreement that both have made, and then what it shares. S2-15: the two are asked apart, and a session is
confidential to those who were in it. S1-27, D10: what a partner saw is shown to nobody before the worker's own view.
S1-05, S1-18, D18: no row opens `performance_appraisal`, and none may: not for the person either, since a page
that was opened for an appraisal is part of one. S1-08: an agency that holds both in one process changes nothing here.
S1-13: how a worker takes part is the worker's own affair.
S0-12: an anonymous record belongs to nobody, and nobody sees it on its own.

Who the viewer is, only the host knows: it passes the same opaque token that it puts into records.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Purpose(StrEnum):
    """What a record is looked at for. Group reports have purposes of their own (S0-09)."""

    SELF_REFLECTION = "self_reflection"
    COACHING = "coaching"
    SUPERVISION = "supervision"
    PERFORMANCE_APPRAISAL = "performance_appraisal"


class Party(StrEnum):
    """Who the viewer is to the record."""

    PERSON = "person"
    COACH = "coach"
    SUPERVISOR = "supervisor"


@frozen
class Row:
    """One line of the table: this party may see records of this kind for this purpose.

    `agreement`: only under one that is sound, in force on the day, made with the record's person, and
    names the viewer as this party; what was made under an agreement, under no other. `shared`: only
    where it shares the kind with this party. `attended`: only who was in the session. `named`: only
    whom the very agreement that the record is, or is about, named as this party.
    """

    party: Party
    purpose: Purpose
    kind: str
    source: str
    agreement: bool = False
    shared: bool = False
    attended: bool = False
    named: bool = False


_PERSON = (Party.PERSON, Purpose.SELF_REFLECTION)
_COACH = (Party.COACH, Purpose.COACHING)
_SUPERVISOR = (Party.SUPERVISOR, Purpose.SUPERVISION)

#: All that is open.
ROWS: tuple[Row, ...] = (
    Row(*_PERSON, "administration", "S0-07, S0-10, C-27"),
    Row(*_PERSON, "rating", "S0-11, C-27"),
    Row(*_PERSON, "goal", "S1-19, C-27"),
    Row(*_PERSON, "goal-event", "S1-21, C-27"),
    Row(*_PERSON, "coaching-session", "S1-11, S1-25, S2-15"),
    Row(*_PERSON, "agreement", "S1-07, S1-18"),
    Row(*_PERSON, "participation", "S1-13, S2-18"),
    Row(*_PERSON, "exception", "S2-15, C-28"),
    Row(*_COACH, "administration", "S0-06, S0-10, C-27", agreement=True, shared=True),
    Row(*_COACH, "rating", "S1-05, S1-27, C-27", agreement=True, shared=True),
    Row(*_COACH, "goal", "S1-20, C-27", agreement=True, shared=True),
    Row(*_COACH, "goal-event", "S1-21, C-27", agreement=True, shared=True),
    Row(*_COACH, "coaching-session", "S2-15", agreement=True, shared=True, attended=True),
    Row(*_COACH, "agreement", "S1-07, S1-18", agreement=True, named=True),
    Row(*_COACH, "exception", "S2-15, C-28", agreement=True, named=True),
    Row(*_SUPERVISOR, "administration", "S0-06, S0-10, C-27", agreement=True, shared=True),
    Row(*_SUPERVISOR, "rating", "S1-05, S1-27, C-27", agreement=True, shared=True),
    Row(*_SUPERVISOR, "goal", "S1-20, C-27", agreement=True, shared=True),
    Row(*_SUPERVISOR, "goal-event", "S1-21, C-27", agreement=True, shared=True),
    Row(*_SUPERVISOR, "coaching-session", "S2-15", agreement=True, shared=True, attended=True),
    Row(*_SUPERVISOR, "agreement", "S1-07, S1-18", agreement=True, named=True),
    Row(*_SUPERVISOR, "exception", "S2-15, C-28", agreement=True, named=True),
)
#: The kinds that are one person's records: what the person may see.
KINDS = tuple(sorted(row.kind for row in ROWS if row.party is Party.PERSON))
#: What no version opens to anybody (S1-05).
CLOSED = (Purpose.PERFORMANCE_APPRAISAL,)


def rows_for(purpose: object) -> tuple[Row, ...]:
    """The rows of a purpose, which is one party's alone."""
    return tuple(row for row in ROWS if row.purpose == purpose)
