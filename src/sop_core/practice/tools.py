"""The field tools and their parts: what may stand where, as one table (S0-14).

    tool             parts, in the order of the tool                              beside them
    three_questions  working_well worries next_steps                              scales
    three_houses     good_things worries hopes_and_dreams                         setting
    safety_house     inside visitors not_safe rules path                          setting, scales
    safety_circles   purpose next_steps                                           people in rings, moves
    safety_map       harm danger complicating_factors strengths                   scales
                     acts_of_protection grey_area next_steps
    case_plan        objective service
    consultation     purpose harm danger complicating_factors strengths           scales
                     safety grey_area next_steps
    face_sheet       household network services culture_and_strengths             people with ties
                     worries first_steps
    scaling          question why next_step                                       scales

S2-12: the Three Questions stand in this order. B-21 to B-29 give the other tools' structure, as facts; every
word that a person reads is this project's own. No drawing, form or text of anybody's is used here (Part E).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import frozen

from sop_core.types import FrozenMap


class FieldTool(StrEnum):
    """A field tool, by its id."""

    THREE_QUESTIONS = "three_questions"
    THREE_HOUSES = "three_houses"
    SAFETY_HOUSE = "safety_house"
    SAFETY_CIRCLES = "safety_circles"
    SAFETY_MAP = "safety_map"
    CASE_PLAN = "case_plan"
    CONSULTATION = "consultation"
    FACE_SHEET = "face_sheet"
    SCALING = "scaling"


@frozen(kw_only=True)
class ToolShape:
    """What a record of one tool may hold: its parts in their order, and what may stand beside them."""

    parts: tuple[str, ...]
    scales: bool = False
    people: bool = False
    rings: bool = False
    ties: bool = False
    setting: bool = False


#: By tool. A part's id is never renumbered; what a part is called on a page is the page's affair.
TOOLS: Mapping[FieldTool, ToolShape] = FrozenMap(
    {
        FieldTool.THREE_QUESTIONS: ToolShape(
            parts=("working_well", "worries", "next_steps"), scales=True
        ),
        # B-23: three houses, in whichever order the child chooses.
        FieldTool.THREE_HOUSES: ToolShape(
            parts=("good_things", "worries", "hopes_and_dreams"), setting=True
        ),
        # B-24: who and what keeps the child safe, and a path on which the child stands somewhere.
        FieldTool.SAFETY_HOUSE: ToolShape(
            parts=("inside", "visitors", "not_safe", "rules", "path"), scales=True, setting=True
        ),
        # B-25: people stand in rings by how much they know; the network grows by who comes nearer.
        FieldTool.SAFETY_CIRCLES: ToolShape(
            parts=("purpose", "next_steps"), people=True, rings=True
        ),
        # S3-01: key safety issues are sorted from complicating factors.
        FieldTool.SAFETY_MAP: ToolShape(
            parts=(
                "harm",
                "danger",
                "complicating_factors",
                "strengths",
                "acts_of_protection",
                "grey_area",
                "next_steps",
            ),
            scales=True,
        ),
        # S2-34: an objective is a behaviour or a service, and a person says which.
        FieldTool.CASE_PLAN: ToolShape(parts=("objective", "service")),
        FieldTool.CONSULTATION: ToolShape(
            parts=(
                "purpose",
                "harm",
                "danger",
                "complicating_factors",
                "strengths",
                "safety",
                "grey_area",
                "next_steps",
            ),
            scales=True,
        ),
        # S2-27: a face sheet for a new case, in the words of SOP and in the manner of an eco-map.
        FieldTool.FACE_SHEET: ToolShape(
            parts=(
                "household",
                "network",
                "services",
                "culture_and_strengths",
                "worries",
                "first_steps",
            ),
            people=True,
            ties=True,
        ),
        FieldTool.SCALING: ToolShape(parts=("question", "why", "next_step"), scales=True),
    }
)


def shape_of(tool: object) -> ToolShape | None:
    """The shape of a tool by its id; None for what is no field tool."""
    return TOOLS.get(FieldTool(tool)) if isinstance(tool, str) and tool in set(FieldTool) else None
