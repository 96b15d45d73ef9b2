"""What Safety Organized Practice stands on, as it is taught: seven practices, three goals, one question.

S2-01 names the practices that it brings together, S2-02 its goals, S2-10 the question that the Three Questions
serve. They are names of the field and no text of anybody's; what a page calls them is the page's affair.
"""

from __future__ import annotations

from enum import StrEnum


class UmbrellaPractice(StrEnum):
    """One of the seven practices under the umbrella (S2-01)."""

    CULTURAL_HUMILITY = "cultural_humility"
    STRUCTURED_DECISION_MAKING = "structured_decision_making"
    SIGNS_OF_SAFETY = "signs_of_safety"
    MULTICULTURAL_PROCESS_OF_CHANGE = "multicultural_process_of_change"
    PARTNERSHIP_BASED_PRACTICE = "partnership_based_practice"
    TRAUMA_INFORMED_PRACTICE = "trauma_informed_practice"
    APPRECIATIVE_INQUIRY = "appreciative_inquiry"


class MainGoal(StrEnum):
    """One of the three main goals (S2-02)."""

    WORKING_RELATIONSHIPS = "working_relationships"
    CRITICAL_THINKING = "critical_thinking"
    ENHANCING_SAFETY = "enhancing_safety"
