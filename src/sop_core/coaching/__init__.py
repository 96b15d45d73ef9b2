"""Coaching with practice profiles: taking part, agreeing, small goals, sessions in their order. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.coaching.agreement_rules import agreed, check_agreement
    from sop_core.coaching.agreements import (
        Agreement,
        AgreementParty,
        Assent,
        Dialogue,
        Ending,
        Frequency,
        Mode,
        Terms,
        in_force,
    )
    from sop_core.coaching.calendar_rules import check_calendar
    from sop_core.coaching.calendars import (
        AgencyCalendar,
        CalendarEntry,
        CalendarKind,
        CalendarPlace,
        Dated,
        Slot,
        dates,
    )
    from sop_core.coaching.drafts import GoalDraft, Unread
    from sop_core.coaching.entry import GoalEntry, read_goal_entry
    from sop_core.coaching.event_record import check_goal_event
    from sop_core.coaching.exceptions import CoachingException, check_exception
    from sop_core.coaching.goal_record import check_goal
    from sop_core.coaching.goals import Goal, GoalEvent, GoalWindow, WindowKind, WordsRef
    from sop_core.coaching.parsing import parse_goal
    from sop_core.coaching.participation import (
        Observation,
        Participation,
        ParticipationState,
        check_participation,
    )
    from sop_core.coaching.progressing import Progress, progress
    from sop_core.coaching.reading_back import check_read_back
    from sop_core.coaching.relation import GoalState, Relation, Unplaced, relation_of
    from sop_core.coaching.saying import goal_fields, said
    from sop_core.coaching.session_rules import check_session_step
    from sop_core.coaching.sessions import (
        Area,
        Attendee,
        NextStep,
        SessionState,
        SessionStep,
        state_of,
    )
    from sop_core.coaching.settings import SETTINGS, Format, Part, Setting
    from sop_core.coaching.steps import STEPS, Step, StepName, Writer
    from sop_core.coaching.targets import Move, NextTarget, TargetPolicy, next_target, next_targets
    from sop_core.coaching.windows import due_of
    from sop_core.coaching.words import GoalRule, GoalWords
    from sop_core.coaching.words_rules import check_goal_words

__all__ = [
    "relation_of",
    "Unplaced",
    "Relation",
    "GoalState",
    "SETTINGS",
    "STEPS",
    "AgencyCalendar",
    "Agreement",
    "AgreementParty",
    "Area",
    "Assent",
    "Attendee",
    "CalendarEntry",
    "CalendarKind",
    "CalendarPlace",
    "CoachingException",
    "Dated",
    "Dialogue",
    "Ending",
    "Format",
    "Frequency",
    "Goal",
    "GoalDraft",
    "GoalEntry",
    "GoalEvent",
    "GoalRule",
    "GoalWindow",
    "GoalWords",
    "Mode",
    "Move",
    "NextStep",
    "NextTarget",
    "Observation",
    "Part",
    "Participation",
    "ParticipationState",
    "Progress",
    "SessionState",
    "SessionStep",
    "Setting",
    "Slot",
    "Step",
    "StepName",
    "TargetPolicy",
    "Terms",
    "Unread",
    "WindowKind",
    "WordsRef",
    "Writer",
    "agreed",
    "check_agreement",
    "check_calendar",
    "check_exception",
    "check_goal",
    "check_goal_event",
    "check_goal_words",
    "check_participation",
    "check_read_back",
    "check_session_step",
    "dates",
    "due_of",
    "goal_fields",
    "in_force",
    "next_target",
    "next_targets",
    "parse_goal",
    "progress",
    "read_goal_entry",
    "said",
    "state_of",
]

__getattr__ = table(
    __name__,
    {
        "agreement_rules": "agreed check_agreement",
        "agreements": (
            "Agreement AgreementParty Assent Dialogue Ending Frequency Mode Terms in_force"
        ),
        "calendar_rules": "check_calendar",
        "calendars": "AgencyCalendar CalendarEntry CalendarKind CalendarPlace Dated Slot dates",
        "drafts": "GoalDraft Unread",
        "entry": "GoalEntry read_goal_entry",
        "event_record": "check_goal_event",
        "exceptions": "CoachingException check_exception",
        "goal_record": "check_goal",
        "goals": "Goal GoalEvent GoalWindow WindowKind WordsRef",
        "parsing": "parse_goal",
        "participation": "Observation Participation ParticipationState check_participation",
        "progressing": "Progress progress",
        "reading_back": "check_read_back",
        "saying": "goal_fields said",
        "relation": "GoalState Relation Unplaced relation_of",
        "session_rules": "check_session_step",
        "sessions": "Area Attendee NextStep SessionState SessionStep state_of",
        "settings": "SETTINGS Format Part Setting",
        "steps": "STEPS Step StepName Writer",
        "targets": "Move NextTarget TargetPolicy next_target next_targets",
        "windows": "due_of",
        "words": "GoalRule GoalWords",
        "words_rules": "check_goal_words",
    },
)
