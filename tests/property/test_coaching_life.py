"""The whole life of a coaching relation, by random actions through the public door alone.

A worker, a supervisor, a coach and an outsider do what they may and what they may not, in any order, while
the clock moves over both changes of daylight saving time. The machine keeps its own small model of what
should be, in plain sets and dicts, and shares no code with the rules.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sop_core import DisclosureRefused, RecordRefused, Sop, digest, to_document
from sop_core.coaching import goal_fields, parse_goal, progress, relation_of
from tests.unit._coached import AGREEMENT, WORKER

pytestmark = pytest.mark.law

ZONE = ZoneInfo("America/Los_Angeles")
LEVELS = ("one", "two", "three", "four")
PROFILE = {
    "$schema": "urn:sop:schema:profile:1", "id": "life.three_questions", "version": "1", "status": "active",
    "title": {"en": "Three Questions of a life"}, "names": {"en": ["life questions"]}, "source": "a test", "rights": "none",
    "levels": [{"id": level, "title": {"en": level}} for level in LEVELS],
    "aspects": [
        {"id": aspect, "title": {"en": aspect}, "descriptors": {level: {"en": f"{aspect} at {level}"} for level in LEVELS}}
        for aspect in ("asks", "waits")
    ],
}  # fmt: skip
SOP = Sop.load(plugins=False, definitions=[PROFILE], timezone="America/Los_Angeles")
PEOPLE = ("w", "s", "c", "o")
PARTS = {"s": "supervisor", "c": "coach"}
ORDER = (
    "worker_reflection", "worker_self_rating", "supervisor_observation", "encouragement", "next_goals", "celebration",
)  # fmt: skip
NEEDS = {
    "worker_reflection": (), "worker_self_rating": ("worker_reflection",),
    "supervisor_observation": ("worker_reflection", "worker_self_rating"),
    "encouragement": ("supervisor_observation",), "next_goals": ("supervisor_observation",),
    "celebration": ("next_goals",),
}  # fmt: skip
WRITES = {
    "worker_reflection": "w", "worker_self_rating": "w", "supervisor_observation": "sc", "encouragement": "sc",
    "next_goals": "wsc", "celebration": "wsc",
}  # fmt: skip
TEXTS = {
    "worker_reflection": "went_well", "supervisor_observation": "observed", "encouragement": "encouragement",
    "celebration": "celebration",
}  # fmt: skip

people = st.sampled_from(PEOPLE)
levels = st.sampled_from((None, *LEVELS))
picks = st.integers(0, 10_000)


class Life(RuleBasedStateMachine):
    """One worker's coaching."""

    def __init__(self) -> None:
        super().__init__()
        # The night before the clocks are set back; the spring change is a hundred days of moves away.
        self.now = dt.datetime(2026, 10, 31, 20, tzinfo=ZONE)
        self.sop = evolve(SOP, clock=lambda: self.now.astimezone(dt.UTC))
        self.count = 0
        self.kept: list[dict[str, Any]] = []
        self.values: list[Any] = []
        self.closed: set[str] = set()
        self.gone: set[str] = set()
        self.void: set[str] = set()

    # -- the machine's own model ------------------------------------------------------------------

    def day(self) -> str:
        return self.sop.today().isoformat()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [
            one
            for one in self.kept
            if one["$schema"] == f"urn:sop:schema:{kind}:1" and one["id"] not in self.gone
        ]

    def holds(self, agreement: dict[str, Any]) -> bool:
        ended = agreement.get("ended", {}).get("on", "9999")
        return (
            agreement["id"] not in self.gone
            and agreement["status"] in ("complete", "amended")
            and agreement["starts"] <= self.day() <= min(agreement["ends"], ended)
        )

    def picked(self, kind: str, pick: int) -> dict[str, Any] | None:
        every = self.of(kind)
        if kind == "agreement" and pick % 4:
            # Mostly one that holds, so that a life goes on.
            if not any(map(self.holds, every)):
                assert self.send(self.agreement("sc"[pick % 2]))
            every = [one for one in self.of(kind) if self.holds(one)]
        return every[pick % len(every)] if every else None

    # -- the door ---------------------------------------------------------------------------------

    def blank(self, kind: str, **more: Any) -> dict[str, Any]:
        self.count += 1
        return {
            "$schema": f"urn:sop:schema:{kind}:1", "id": f"{kind}-{self.count}", "status": "complete",
            "made_at": self.now.isoformat(timespec="seconds"), **more,
        }  # fmt: skip

    def send(self, document: dict[str, Any]) -> bool:
        wanted = {need.digest for need in self.sop.needs(document)}
        beside = [
            one for one in self.kept
            if digest(one) in wanted or one["$schema"].split(":")[3] == "agreement"
            or (one.get("session") and one.get("session") == document.get("session"))
        ]  # fmt: skip
        before = [to_document(one) for one in self.values]
        try:
            receipt = self.sop.accept(document, given=beside)
        except RecordRefused:
            return False
        assert [to_document(one) for one in self.values] == before, (
            "a later record edits no earlier one"
        )
        told = str(receipt.events)
        assert not any(word in told for word in ("'w'", "'s'", "'c'", "my own words"))
        self.kept.append(to_document(receipt.record))
        self.values.append(receipt.record)
        return True

    def ref(self, document: dict[str, Any]) -> dict[str, str]:
        return {"id": document["id"], "digest": digest(document)}

    # -- what people do ---------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        assert self.send(self.agreement("s"))

    @rule(hours=st.sampled_from((1, 5, 24, 24 * 7, 24 * 30)))
    def time_passes(self, hours: int) -> None:
        self.now = (self.now.astimezone(dt.UTC) + dt.timedelta(hours=hours)).astimezone(ZONE)

    @rule(
        by=people,
        state=st.sampled_from(("not_engaged", "observing", "early_adopter", "formal_coaching")),
    )
    def take_part(self, by: str, state: str) -> None:
        """S1-13 to S1-16: every move is the worker's, and only the worker's."""
        sent = self.send(
            self.blank("participation", worker="w", state=state, chosen_by=by, context="field")
        )
        assert sent is (by == "w")

    def agreement(self, partner: str, **more: Any) -> dict[str, Any]:
        role, today = PARTS[partner], self.sop.today()
        words = {"worker": "my own words", role: "my own words"}
        return {
            **{key: AGREEMENT[key] for key in ("context", "terms")},
            **self.blank("agreement", worker="w", **{role: partner}),
            "dialogue": {**AGREEMENT["dialogue"], "hopes": words, "fears": words},
            "shares": {role: ["rating", "goal", "coaching-session"]},
            "assents": [{"party": party, "on": today.isoformat()} for party in ("worker", role)],
            "starts": today.isoformat(), "ends": (today + dt.timedelta(days=60)).isoformat(), **more,
        }  # fmt: skip

    @rule(
        partner=st.sampled_from("sc"),
        status=st.sampled_from(("complete", "draft")),
        fair=st.booleans(),
        assent=st.booleans(),
    )
    def agree(self, partner: str, status: str, fair: bool, assent: bool) -> None:
        """S1-07, S1-18, D9: without the commitment, or a party's yes, there is no agreement."""
        made = self.agreement(partner, status=status)
        made["terms"] = {**made["terms"], "not_for_appraisal": fair}
        if not assent:
            made["assents"] = made["assents"][:1]
        assert self.send(made) is (fair and (assent or status == "draft"))

    @precondition(lambda self: any(one["status"] != "draft" for one in self.of("agreement")))
    @rule(pick=picks, by=st.sampled_from(("worker", "partner")), really=st.integers(0, 3))
    def end(self, pick: int, by: str, really: int) -> None:
        """S1-15, S1-18: either party ends it, alone and at any time."""
        every = [one for one in self.of("agreement") if one["status"] != "draft"]
        if really:
            return
        old = every[pick % len(every)]
        role = "supervisor" if "supervisor" in old else "coach"
        made = {
            **old, **self.blank("agreement", status="amended"), "assents": [], "supersedes": self.ref(old),
            "ended": {"by": "worker" if by == "worker" else role, "on": self.day()},
        }  # fmt: skip
        # Whoever ends it needs nobody's yes, and so ends it and nothing more.
        assert not self.send({**made, "shares": {role: ["administration", "rating", "goal"]}})
        assert not self.send({**made, "ends": "2099-12-31"})
        # S1-18: what was ended goes on by nobody's word alone.
        sooner = self.day() <= old.get("ended", {}).get("on", "9999")
        assert self.send(made) is sooner
        if sooner:
            self.gone.add(old["id"])

    def behind(self, document: dict[str, Any]) -> list[str]:
        """The ids of the records that one stands in for, and its own."""
        points = document.get("supersedes")
        earlier = [one for one in self.kept if points and one["id"] == points["id"]]
        return [document["id"], *(id_ for one in earlier for id_ in self.behind(one))]

    @rule(
        kind=st.sampled_from(("participation", "rating", "coaching-session")),
        pick=picks,
        really=st.integers(0, 2),
    )
    def take_back(self, kind: str, pick: int, really: int) -> None:
        """DESIGN 3: what was entered in error stays in the record, counts no longer, and nothing builds on it."""
        old = self.picked(kind, pick)
        if old is None or really:
            return
        made = {**old, **self.blank(kind, status="entered_in_error"), "supersedes": self.ref(old)}
        assert self.send(made)
        self.gone |= {old["id"], made["id"]}
        self.void |= {*self.behind(made)}
        if old.get("step") == "celebration":
            self.closed.discard(old["session"])
        assert not self.send(
            {**old, **self.blank(kind, status="amended"), "supersedes": self.ref(made)}
        )

    @precondition(lambda self: self.texts())
    @rule(pick=picks, by=people)
    def write_it_again(self, pick: int, by: str) -> None:
        """S1-25, S1-27: who wrote a step amends it, also when the session is closed; nobody else does."""
        old = self.texts()[pick % len(self.texts())]
        made = {
            **old, **self.blank("coaching-session", status="amended"), "supersedes": self.ref(old),
            TEXTS[old["step"]]: "my own words", "by": by,
        }  # fmt: skip
        agreement = next(one for one in self.kept if one["id"] == old["agreement"]["id"])
        right = (
            by == old["by"] and self.holds(agreement)
            and not any(one["id"] in self.void for one in old["after"])
        )  # fmt: skip
        assert self.send(made) is right
        if right:
            self.gone.add(old["id"])

    def texts(self) -> list[dict[str, Any]]:
        return [
            one
            for one in self.of("coaching-session")
            if one["step"] in TEXTS and "agreement" in one
        ]

    @rule(by=people, pick=picks)
    def tell_of_a_concern(self, by: str, pick: int) -> None:
        """S2-15, C-28: whoever is a party to an agreement that was made records whom they told."""
        agreement = self.picked("agreement", pick)
        if agreement is None:
            return
        made = self.blank(
            "exception", agreement=self.ref(agreement), reason="unaddressed_safety_concern", on=self.day(), by=by,
            told=["manager"],
        )  # fmt: skip
        parties = [agreement.get(party) for party in ("worker", "supervisor", "coach")]
        assert not self.send({**made, "text": "my own words"})
        assert self.send(made) is (by in parties and agreement["status"] != "draft")

    @rule(by=people, pick=picks, writer=people)
    def meet_in_a_group(self, by: str, pick: int, writer: str) -> None:
        """S1-11, S2-21: those who attend write, no agreement is named, and nothing is of one person."""
        there = sorted({"w", "o", PEOPLE[pick % 4]})
        opening = self.blank(
            "coaching-session", session=f"group-{self.count}", step="opening", by=by, format="group", setting="unit",
            attendees=[{"person": one, "role": "social_worker", "part": "observer"} for one in there],
        )  # fmt: skip
        (agreement, *_) = [*self.of("agreement"), None]
        assert agreement is None or not self.send({**opening, "agreement": self.ref(agreement)})
        assert self.send(opening) is (by in there)
        if by not in there:
            return
        made = self.blank(
            "coaching-session", session=opening["session"], step="worker_reflection", by=writer, went_well="my own words",
            after=[self.ref(self.kept[-1])],
        )  # fmt: skip
        for more in (
            {"observed": "my own words"},
            {"step": "supervisor_observation", "observed": "x"},
        ):
            assert not self.send({**made, **more})
        assert self.send(made) is (writer in there)

    @rule(asks=levels, waits=levels, pick=picks, bound=st.booleans(), rater=people)
    def rate(self, asks: str | None, waits: str | None, pick: int, bound: bool, rater: str) -> None:
        """S1-26: the worker rates the worker; nobody else does it in the worker's name."""
        agreement = self.picked("agreement", pick) if bound else None
        made = self.rating(
            rater, "self", {"asks": {"attained": asks}, "waits": {"attained": waits}}
        )
        if agreement:
            made["agreement"] = self.ref(agreement)
        assert self.send(made) is (rater == "w" and (agreement is None or self.holds(agreement)))

    def rating(self, rater: str, view: str, aspects: dict[str, Any]) -> dict[str, Any]:
        return self.blank(
            "rating", profile={"id": PROFILE["id"], "version": "1"}, worker="w", rater=rater, view=view,
            purpose="coaching", aspects=aspects,
        )  # fmt: skip

    @rule(rater=people, attained=levels, pick=picks, first=st.booleans())
    def observe(self, rater: str, attained: str | None, pick: int, first: bool) -> None:
        """S1-27, D10: under an agreement, by its partner, and after the worker's own rating under it."""
        agreement = self.picked("agreement", pick)
        own = [
            one for one in self.of("rating")
            if one["view"] == "self" and agreement and one.get("agreement", {}).get("id") == agreement["id"]
        ]  # fmt: skip
        if agreement and pick % 2:
            rater = agreement.get("supervisor") or agreement["coach"]
        made = self.rating(rater, "observed", {"asks": {"attained": attained}})
        if agreement:
            made["agreement"] = self.ref(agreement)
        if own and first:
            made["after"] = self.ref(own[-1])
        right = bool(
            agreement and own and first and self.holds(agreement)
            and rater in (agreement.get("supervisor"), agreement.get("coach"))
        )  # fmt: skip
        assert self.send(made) is right

    @rule(
        text=st.sampled_from(("Use life questions with 2 families in next 3 weeks", "Try life questions on 1 case by next Friday")),
        pick=picks, named=st.booleans()
    )  # fmt: skip
    def set_a_goal(self, text: str, pick: int, named: bool) -> None:
        """S1-07, S1-21, S1-28, D7, D9: after an agreement, measurable, and at most one step up."""
        words = self.sop.catalog.goal_words()
        draft = parse_goal(
            text, on=self.sop.today(), words=words, practices=self.sop.catalog.active_profiles
        )
        assert draft.ok, draft.issues
        agreement = self.picked("agreement", pick) if named else None
        for aimed in (None, *reversed(LEVELS)):
            self.set_one_goal({**goal_fields(draft, words=words)}, agreement, aimed)

    def set_one_goal(
        self, fields: dict[str, Any], agreement: dict[str, Any] | None, aimed: str | None
    ) -> None:
        made = {
            **self.blank("goal", worker="w", confirmed_by=["w"], profile={"id": PROFILE["id"], "version": "1"}),
            **fields,
        }  # fmt: skip
        if agreement:
            made["agreement"] = self.ref(agreement)
        right = bool(agreement and self.holds(agreement))
        own = [one for one in self.of("rating") if one["view"] == "self"]
        if aimed is not None:
            made |= {"aspect": "asks", "target": aimed}
            right = right and bool(own)
            if own:
                made["rating"] = self.ref(own[-1])
                attained = own[-1]["aspects"]["asks"]["attained"]
                reached = -1 if attained is None else LEVELS.index(attained)
                right = right and LEVELS.index(aimed) <= reached + 1
        assert self.send(made) is right

    @precondition(lambda self: self.of("goal"))
    @rule(
        pick=picks,
        reference=st.sampled_from(("f1", "f2", "f3")),
        covers=st.sampled_from(((), ("k1",), ("k1", "f1"))),
    )
    def do_it(self, pick: int, reference: str, covers: tuple[str, ...]) -> None:
        """C-20, D6: what was done is counted once, and leads to no level."""
        goal = self.picked("goal", pick)
        assert goal
        covers = tuple(one for one in covers if one != reference)
        levels_before = [one["aspects"] for one in self.of("rating")]
        self.send(
            self.blank(
                "goal-event",
                goal=self.ref(goal),
                worker="w",
                reference=reference,
                covers=list(covers),
                on=self.day(),
            )
        )
        assert [one["aspects"] for one in self.of("rating")] == levels_before
        value = next(one for one in self.values if one.id == goal["id"])
        events = [
            one for one in self.values if one.KIND == "goal-event" and one.goal.id == goal["id"]
        ]
        found = progress(value, events)
        assert found.done <= len({one.reference for one in events})
        assert found.shown <= value.count

    @rule(pick=picks, by=people)
    def open_a_session(self, pick: int, by: str) -> None:
        """S1-07: one worker's session is held under an agreement that holds, by its parties."""
        agreement = self.picked("agreement", pick)
        partner = (agreement or {}).get("supervisor") or (agreement or {}).get("coach") or "s"
        made = self.blank(
            "coaching-session", step="opening", by=by, format="individual", setting="individual",
            attendees=[WORKER, {"person": partner, "role": PARTS[partner], "part": PARTS[partner]}],
        )  # fmt: skip
        made["session"] = f"session-{made['id']}"
        if agreement:
            made["agreement"] = self.ref(agreement)
        right = bool(agreement and self.holds(agreement) and by in ("w", partner))
        assert self.send(made) is right

    @precondition(lambda self: self.openings())
    @rule(pick=picks, by=people, name=st.sampled_from(ORDER), in_order=st.integers(0, 7))
    def take_steps(self, pick: int, by: str, name: str, in_order: int) -> None:
        """S1-25 to S1-29, D10: each step by whom it is of, after those that it needs; nothing after the celebration."""
        opening = self.openings()[pick % len(self.openings())]
        if in_order:
            self.prepare()
        for _ in range(in_order):
            self.take_a_step(opening, by, name, in_order=True)
        if not in_order:
            # Everybody tries everything that is not theirs, or not yet.
            for step in ORDER:
                for person in PEOPLE:
                    self.take_a_step(opening, person, step, in_order=False)

    def prepare(self) -> None:
        """A rating of the worker's own and a goal, so that a session can come to its end."""
        if not [one for one in self.of("rating") if one["view"] == "self"]:
            assert self.send(self.rating("w", "self", {"asks": {"attained": "one"}}))
        if not self.of("goal"):
            self.set_a_goal("Try life questions on 1 case by next Friday", 1, True)

    def openings(self) -> list[dict[str, Any]]:
        """Those of one worker's sessions."""
        return [
            one
            for one in self.of("coaching-session")
            if one["step"] == "opening" and one["format"] == "individual"
        ]

    def take_a_step(self, opening: dict[str, Any], by: str, name: str, *, in_order: bool) -> None:
        session = [
            one for one in self.of("coaching-session") if one["session"] == opening["session"]
        ]
        taken = {one["step"]: one for one in session}
        if in_order:
            left = [step for step in ORDER if step not in taken]
            name = left[0] if left else name
            by = (
                by
                if by in WRITES[name]
                else ("w" if "w" in WRITES[name] else opening["attendees"][1]["person"])
            )
        needed = [taken[step] for step in NEEDS[name] if step in taken]
        agreement = next(one for one in self.kept if one["id"] == opening["agreement"]["id"])
        made = self.blank(
            "coaching-session", step=name, by=by, session=opening["session"], agreement=opening["agreement"],
            after=[self.ref(one) for one in (opening, *needed)],
        )  # fmt: skip
        partner = opening["attendees"][1]["person"]
        right = (
            self.holds(agreement) and len(needed) == len(NEEDS[name]) and opening["session"] not in self.closed
            and by in WRITES[name] and by in ("w", partner)
        )  # fmt: skip
        if name in TEXTS:
            made[TEXTS[name]] = "my own words"
        else:
            kind, field = (
                ("rating", "ratings") if name == "worker_self_rating" else ("goal", "goals")
            )
            own = [one for one in self.of(kind) if one.get("view", "self") == "self"]
            made[field] = [self.ref(own[-1])] if own else []
            right = right and bool(own)
        if right and not in_order:
            return
        assert self.send(made) is right
        if right and name == "celebration":
            self.closed.add(opening["session"])

    @rule(
        viewer=people,
        pick=picks,
        other=picks,
        purpose=st.sampled_from(
            ("self_reflection", "coaching", "supervision", "performance_appraisal")
        ),
        under=st.booleans(),
    )
    def ask_to_see(self, viewer: str, pick: int, other: int, purpose: str, under: bool) -> None:
        """S1-05, S2-15, D18: nobody sees what the table does not open."""
        every = [
            one for one in self.kept if one["id"] not in self.gone and one["status"] != "draft"
        ]
        record = every[pick % len(every)]
        kind = record["$schema"].split(":")[3]
        agreement = self.picked("agreement", other) if under else None
        beside: list[dict[str, Any]] = []
        if kind == "coaching-session":
            beside = [
                one
                for one in self.kept
                if one.get("session") == record["session"]
                and one is not record
                and one["$schema"] == record["$schema"]
                and one["status"] != "entered_in_error"
            ]
        elif "after" in record:
            beside = [one for one in self.kept if one["id"] == record["after"]["id"]]
        elif kind == "goal-event":
            beside = [one for one in self.kept if one["id"] == record["goal"]["id"]]
        try:
            self.sop.disclose(
                record, viewer=viewer, purpose=purpose, agreement=agreement, earlier=beside
            )
            granted = True
        except DisclosureRefused:
            granted = False
        assert granted <= self.may(viewer, purpose, record, kind, agreement)
        # Whose an exception is, only the agreement says.
        if purpose == "self_reflection" and agreement is None and kind != "exception":
            theirs = all(viewer in self.whose(one) for one in (record, *beside))
            assert granted is theirs, "people's own records are theirs"

    def whose(self, record: dict[str, Any]) -> set[str]:
        """S1-11: a group's record is its attendees'; what somebody wrote there of themselves is theirs alone."""
        if "coaching-session" not in record["$schema"] or "agreement" in record:
            return {"w"}
        if record["step"] == "worker_reflection":
            return {record["by"]}
        return {one["person"] for one in record["attendees"]}

    def may(
        self,
        viewer: str,
        purpose: str,
        record: dict[str, Any],
        kind: str,
        agreement: dict[str, Any] | None,
    ) -> bool:
        if purpose == "self_reflection":
            return viewer in self.whose(record)
        role = {"coaching": "coach", "supervision": "supervisor"}.get(purpose, "")
        return bool(
            agreement and self.holds(agreement) and agreement.get(role) == viewer
            and (kind != "coaching-session" or "agreement" in record)
            and (kind in ("agreement", "exception") or kind in agreement["shares"].get(role, ()))
        )  # fmt: skip

    # -- what holds in the end --------------------------------------------------------------------

    def teardown(self) -> None:
        """Nothing is lost, order does not matter, and targets move by exactly one or stay (D7)."""
        one = relation_of("w", self.values)
        shuffled = list(self.values)
        random.Random(self.count).shuffle(shuffled)
        assert relation_of("w", shuffled) == one
        placed = [
            *one.participation, *one.agreements, *one.ratings, *one.exceptions, *one.set_aside,
            *(each.record for each in one.unplaced), *(state.goal for state in one.goals),
            *(each for state in one.goals for each in state.events),
            *(each for state in one.sessions for each in state.steps),
        ]  # fmt: skip
        assert sorted(map(repr, placed)) == sorted(map(repr, self.values))
        assert one.unplaced == ()
        profile = self.sop.catalog.profile(PROFILE["id"])
        targets = one.targets(PROFILE["id"])
        for aspect, following in one.next_targets(profile).items():
            moved = LEVELS.index(following.level) - LEVELS.index(targets[aspect])
            assert moved in (0, 1)
            latest = one.latest(PROFILE["id"])
            attained = latest.aspects[aspect].attained if latest else None
            reached = attained is not None and LEVELS.index(attained) >= LEVELS.index(
                targets[aspect]
            )
            assert moved == int(reached and targets[aspect] != LEVELS[-1])


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=max(12, settings().max_examples // 2), stateful_step_count=30
)
