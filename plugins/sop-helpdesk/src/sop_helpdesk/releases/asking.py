"""What a lead asks for, as a plan: an instrument, a cycle, how deep, which scales and parts, what for and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import frozen

from sop_core import NotFound
from sop_core.documents import digest, plan_of, policy_of
from sop_core.instruments import Instrument
from sop_core.reporting import Plan, Release, default_policy, is_of_parents
from sop_core.types import in_version_order
from sop_helpdesk import adapter
from sop_helpdesk.coaching.fields import Field, Sent, text
from sop_helpdesk.conf import conf
from sop_helpdesk.releases import parts
from sop_helpdesk.releases.counting import Counts, levels

AUDIENCES = (
    ("internal", "People of the agency alone"),
    ("public", "Everybody: it may leave the agency"),
)
PURPOSES = (
    ("implementation_progress", "To see how the practice takes hold"),
    ("team_guidance", "To guide implementation and leadership teams"),
    ("workforce_needs", "To see what the workforce needs"),
    ("cqi", "For continuous quality improvement"),
)


@frozen(kw_only=True)
class Asked:
    """A lead's choices."""

    instrument: str
    cycle: str
    depth: int
    measures: Sequence[str]
    purpose: str
    audience: str
    parts: parts.Chosen

    @classmethod
    def of(cls, instrument: Instrument, given: Sent) -> Asked:
        """What was chosen on the form, the scales in the instrument's own order."""
        chosen = given.get("measures", ())
        return cls(
            instrument=instrument.id,
            cycle=text(given, "cycle"),
            depth=int(text(given, "depth")),
            measures=[scale.id for scale in instrument.scales if scale.id in chosen],
            purpose=text(given, "purpose"),
            audience=text(given, "audience"),
            parts={name: list(given.get(name, ())) for name in parts.NAMES},
        )

    @classmethod
    def like(cls, made: Release) -> Asked:
        """What was asked for when a release was made."""
        return cls(
            instrument=made.instrument.id,
            cycle=made.cycle,
            depth=len(made.levels),
            measures=[one.id for one in made.measures],
            purpose=made.purpose.value,
            audience=made.audience.value,
            parts={
                "groupings": [one.id for one in made.groupings],
                "distributions": [one.id for one in made.distributed],
                "spread": [one.value for one in made.spread],
            },
        )

    def plan(self, counts: Counts) -> Plan:
        """The plan. Its id is made of what was asked: who asks for the same gets the same release."""
        instrument = self._instrument(counts)
        document: dict[str, Any] = {
            "$schema": "urn:sop:schema:release-plan:1",
            "id": "asked",
            "instrument": {"id": instrument.id, "version": instrument.version},
            "cycle": self.cycle,
            "levels": list(counts.tally.levels[: self.depth]),
            "measures": list(self.measures),
            "purpose": self.purpose,
            "audience": self.audience,
            **parts.planned(self.parts, counts.tally.levels[: self.depth]),
        }
        # A correction of the same is another release.
        of = {**document, "revision": counts.revision} if counts.revision > 1 else document
        mark = digest(of).removeprefix("sha256:")[:12]
        document["id"] = f"{self.instrument[:24]}.{self.cycle[:16]}.{self.audience}.{mark}"
        if is_of_parents(instrument):
            document["subjects"] = parts.counted(self.parts, counts.workers)
        return plan_of(document)

    def _instrument(self, counts: Counts) -> Instrument:
        """The newest version that was answered in the cycle, or today's where none was."""
        answered = [version for id_, version in counts.tally.versions if id_ == self.instrument]
        version = max(answered, key=in_version_order) if answered else None
        return adapter.engine().catalog.instrument(self.instrument, version)


def said_of(asked: Asked, names: Sequence[str]) -> list[str]:
    """What was asked for, shortly and in the form's words, so that two of a list can be told apart.

    A scale that is known no more, and a part that the agency names, stand there by their ids.
    """
    try:
        scales = adapter.engine().catalog.instrument(asked.instrument).scales
    except NotFound:
        scales = ()
    titles = {scale.id: str(scale.title.get("en")) for scale in scales}
    is_all = bool(titles) and titles.keys() <= {*asked.measures}
    further = [one.replace("_", " ") for name in parts.NAMES for one in asked.parts.get(name, ())]
    down_to = names[: asked.depth]
    return [
        f"down to each {down_to[-1]}" if down_to else "the whole alone",
        "all scales" if is_all else " and ".join(titles.get(one, one) for one in asked.measures),
        *([f"with {' and '.join(further)}"] if further else []),
        _lower(dict(PURPOSES).get(asked.purpose, asked.purpose)),
        f"for {'everybody' if asked.audience == 'public' else 'people of the agency alone'}",
    ]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def policy_for(plan: Plan) -> object:
    """The county's policy for an audience, or the usual one; parents' answers never have one under 11 (C-21)."""
    own, usual = conf().policies.get(plan.audience.value), default_policy(plan.audience)
    if own is None:
        return usual
    policy = policy_of(dict(own))
    instrument = adapter.engine().catalog.instrument(plan.instrument.id, plan.instrument.version)
    loose = is_of_parents(instrument) and policy.min_cell < usual.min_cell
    return usual if loose else policy


def fields(instrument: Instrument, cycles: Sequence[str], like: Asked | None = None) -> list[Field]:
    """The form; filled in with what was asked for before, where `like` says so."""
    names = levels()
    depths = [("0", "The whole alone")]
    depths += [(str(at), f"Down to each {name}") for at, name in enumerate(names, start=1)]
    scales = [(scale.id, scale.title.get("en")) for scale in instrument.scales]
    return [
        Field(
            name="cycle", label="Which cycle?", path="$.cycle", kind="choice",
            choices=[(one, one) for one in cycles], first=cycles[0] if cycles else "",
            hint="Only a cycle that is over: results that still grow would tell who answered last.",
        ),
        Field(
            name="depth", label="How far down?", path="$.levels", kind="choice", choices=depths,
            first=str(len(names) if like is None else like.depth),
            hint="A group that is too small is not shown; the next larger one holds it.",
        ),
        Field(
            name="measures", label="Which scales?", path="$.measures", kind="checks",
            choices=scales, first="\n".join(dict(scales) if like is None else like.measures),
        ),
        *parts.fields(instrument, like.parts if like else {}),
        Field(
            name="purpose", label="What are the results for?", path="$.purpose", kind="choice",
            choices=PURPOSES, first=like.purpose if like else "",
            hint="Never to appraise anybody, nor to rank units, offices or people.",
        ),
        Field(
            name="audience", label="Who may read them?", path="$.audience", kind="choice",
            choices=AUDIENCES, first=like.audience if like else "internal",
        ),
    ]  # fmt: skip
