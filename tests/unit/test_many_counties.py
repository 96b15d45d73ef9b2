"""Fifty-eight counties and a state: each county counts its own records, and only counts travel (issue 6, part 9).

Everything goes through the commands, as people at a county and at a state would call them, and by files.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from sop_core import to_document
from sop_core.cli.app import sop as command
from sop_core.documents import read_ledger, read_tally, release_of
from tests.property.door import sop_with
from tests.unit._small import choice, definition, item, scale

N_COUNTIES = 58
NAMES = [f"county-{at:02}" for at in range(1, N_COUNTIES + 1)]
FORM = definition(
    choice("q1"), choice("q2"), item("said", "text", required=False),
    scales=(scale("mean", "q1", "q2"), scale("lowest", "q1", "q2")), respondent_role="social_worker",
)  # fmt: skip
#: The same questions, scored otherwise: a version of its own, as docs/versions.md asks.
OTHER = {**FORM, "version": "1.1.0", "scales": [scale("mean", "q1", "q2", min_answered=2)]}


def sizes(at: int) -> dict[str, int]:
    """The units of a county, of one to eighteen people, unlike those of the others."""
    return {
        f"office-{office}/unit-{unit}": 1 + (7 * at + 5 * office + 3 * unit) % 18
        for office, unit in ((0, 0), (0, 1), (1, 2))
    }


def records_of(at: int, *, version: str = "1.0.0", more: int = 0) -> list[dict[str, Any]]:
    """A county's records, each with an id, a respondent and words that stand nowhere else."""
    found = []
    for path, n in sizes(at).items():
        for number in range(n + more):
            who = f"{at:02}x{path.replace('/', 'x')}x{number:02}"
            codes = ("abcde"[(at + number) % 5], "abcde"[(at * number) % 5])
            found.append(
                {
                    "$schema": "urn:sop:schema:administration:1", "id": f"rec-{who}", "status": "complete",
                    "instrument": {"id": "small", "version": version}, "cycle": "2026-Q4",
                    "respondent": f"worker-{who}", "subject": f"case-{who}", "locale": "en",
                    "groups": {"caseload": f"load-{number % 3}"},
                    "scope": [NAMES[at - 1], *path.split("/")], "submitted_at": "2026-11-21T09:17:43Z",
                    "answers": {"q1": codes[0], "q2": codes[1], "said": f"Words of {who}."},
                }
            )  # fmt: skip
    return found


def run(*words: object, code: int = 0) -> Any:
    result = CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result


def defined(folder: Path, *documents: dict[str, Any]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for one in documents:
        name = f"{one['id']}-{one['version']}.json"
        (folder / name).write_text(json.dumps(one), "utf-8")
    return folder


class County:
    """A county's own folder, of which nobody else sees anything but what it sends."""

    def __init__(self, home: Path, at: int, form: dict[str, Any] = FORM) -> None:
        self.name, self.at, self.form = NAMES[at - 1], at, form
        self.home = home / self.name
        self.definitions = defined(self.home / "definitions", form)
        self.held = sop_with(form)

    def counts(self, *, revision: int = 1, more: int = 0) -> list[Any]:
        """Accepts its records and counts them; the records and the tally stay in its folder."""
        plain = records_of(self.at, version=self.form["version"], more=more)
        accepted = [to_document(self.held.accept(one).record) for one in plain]
        records = self.home / "records.jsonl"
        records.write_text("".join(json.dumps(one) + "\n" for one in accepted), "utf-8")
        run(
            "tally", records, "--batch", self.name, "--revision", revision, "--levels", "county,office,unit",
            "--output", self.home / "own.tally", "--definitions", self.definitions,
        )  # fmt: skip
        return accepted

    def sends(self, to: Path, level: str, *, revision: int = 1) -> Path:
        """Exports what it counted: the tally that the state gets, and the document that says what is in it."""
        sent = to / f"{self.name}.{revision}.tally"
        run(
            "merge", self.home / "own.tally", "--receiver", "state", "--level", level, "--batch", self.name,
            "--revision", revision, "--purpose", "implementation_progress",
            "--crossing", to / f"{self.name}.{revision}.crossing.json", "--output", sent,
        )  # fmt: skip
        return sent

    def delivers(self, to: Path, *, revision: int = 1, more: int = 0) -> tuple[Path, list[Any]]:
        """Counts and sends, down to its own name."""
        records = self.counts(revision=revision, more=more)
        return self.sends(to, "county", revision=revision), records


def merged(place: Path, sent: list[Path], name: str = "state.tally") -> Path:
    run("merge", *sent, "--output", place / name)
    return place / name


def planned(place: Path, levels: list[str], version: str = "1.0.0", **more: Any) -> Path:
    plan = {
        "$schema": "urn:sop:schema:release-plan:1", "id": "state.2026-Q4", "cycle": "2026-Q4", "levels": levels,
        "instrument": {"id": "small", "version": version}, "measures": ["mean"],
        "purpose": "implementation_progress", "audience": "public", **more,
    }  # fmt: skip
    at = place / f"{plan['id']}.plan.json"
    at.write_text(json.dumps(plan), "utf-8")
    return at


def released(place: Path, tally: Path, plan: Path, definitions: Path, *more: object) -> Path:
    output = place / f"{plan.name}.release.json"
    run(
        "release", tally, "--plan", plan, "--ledger", place / "ledger", "--private", place / "why.jsonl",
        "--output", output, "--definitions", definitions, *more,
    )  # fmt: skip
    return output


@pytest.fixture(scope="module")
def counties(tmp_path_factory):
    """58 counties, each of which has counted its records; and all of the records."""
    home = tmp_path_factory.mktemp("counties")
    every = [County(home, at) for at in range(1, N_COUNTIES + 1)]
    return home, every, [record for one in every for record in one.counts()]


@pytest.fixture(scope="module", params=["county", "office"])
def state(request, counties):
    """A state with what 58 counties sent, folded to the level that it asked for."""
    home, every, records = counties
    place = home / f"state-by-{request.param}"
    place.mkdir()
    return home, place, request.param, [one.sends(place, request.param) for one in every], records


def test_no_record_of_a_person_crosses(state):
    """Issue 6: no id, respondent, day, hour or word of anybody is in any byte that a state gets or makes."""
    home, place, level, sent, records = state
    levels = ["county", "office"][: ["county", "office"].index(level) + 1]
    released(
        place,
        merged(place, sent),
        planned(place, levels),
        defined(home / "state-definitions", FORM),
    )
    crossed = b"".join(one.read_bytes() for one in sorted(place.iterdir()) if one.is_file())
    assert len(sent) == N_COUNTIES
    assert len(records) > 58 * 4
    for record in records:
        for said in (
            record["id"],
            record["respondent"],
            record["subject"],
            record["answers"]["said"],
        ):
            assert said.encode() not in crossed
    for said in (
        b"Words of", b"rec-", b"worker-", b"case-", b"load-", b"09:17", b"2026-11-21", b"respondent", b"unit-", b'"said"', b'"q1"',
    ):  # fmt: skip
        assert said not in crossed
    assert (b"office-" in crossed) is (level == "office")


def test_a_second_document_says_what_crossed(state):
    """DESIGN 7: for each county who got it, for what, of how many records, and the digest of what it got."""
    _, place, level, sent, records = state
    told = [json.loads((place / f"{name}.1.crossing.json").read_bytes()) for name in NAMES]
    assert {(one["receiver"], one["purpose"]) for one in told} == {
        ("state", "implementation_progress")
    }
    assert sum(one["n_records"] for one in told) == len(records)
    assert {one["levels"][-1] for one in told} == {level}
    # The county's own batch is named, and not by a digest: few people's counts could be tried out on one.
    assert all(
        one["folded"] == [{"batch": one["batch"], "revision": one["revision"]}] for one in told
    )
    assert all(len(one.read_bytes()) for one in sent)
    run("check", *(place / f"{name}.1.crossing.json" for name in NAMES[:3]))


def test_in_whatever_order_and_however_often_counties_send_the_bytes_are_the_same(state):
    """Issue 6: tallies merge in any order, in steps, and twice; the release is the same byte for byte."""
    home, place, level, sent, _ = state
    levels = ["county", "office"][: ["county", "office"].index(level) + 1]
    definitions = defined(home / "state-definitions", FORM)
    elsewhere = home / f"elsewhere-by-{level}"
    elsewhere.mkdir(exist_ok=True)
    shuffled = [*sent, *sent[:9]]
    random.Random(7).shuffle(shuffled)
    half = merged(elsewhere, shuffled[:30], "half.tally")
    whole = merged(elsewhere, [*shuffled[30:], half])
    first = merged(place, sent)
    assert whole.read_bytes() == first.read_bytes()
    plan = planned(place, levels)
    (elsewhere / plan.name).write_bytes(plan.read_bytes())
    one = released(place, first, plan, definitions)
    other = released(elsewhere, whole, elsewhere / plan.name, definitions)
    assert one.read_bytes() == other.read_bytes()
    # Each ledger has a salt of its own, so that what is released next says nothing of the counts.
    ours, theirs = (read_ledger((at / "ledger").read_bytes()) for at in (place, elsewhere))
    assert [one.release for one in ours.entries] == [one.release for one in theirs.entries]
    assert ours.digest != theirs.digest


def test_the_states_release_adds_up_to_its_people_and_stands_against_the_attackers(state):
    """B-38: the whole is everybody, no number is small, and nobody is given away."""
    home, place, level, sent, records = state
    levels = ["county", "office"][: ["county", "office"].index(level) + 1]
    made = released(
        place,
        merged(place, sent),
        planned(place, levels),
        defined(home / "state-definitions", FORM),
    )
    release = release_of(made.read_bytes())
    whole = next(row for row in release.rows if row.scope == ())
    assert whole.n == len(records)
    assert all(row.n is None or row.n >= 11 for row in release.rows)
    small = [NAMES[at - 1] for at in range(1, 59) if sum(sizes(at).values()) < 11]
    assert {row.scope[0] for row in release.rows if row.withheld} >= set(small)
    run("audit", made, place / "ledger")


def test_a_county_that_counted_again_sends_a_revision(tmp_path):
    """Issue 6: a revised batch stands in for the first in any order; one revision with two contents is refused."""
    place = tmp_path / "state"
    place.mkdir()
    counties = [County(tmp_path, at) for at in (1, 2, 3)]
    sent = [one.delivers(place)[0] for one in counties]
    definitions = defined(tmp_path / "definitions", FORM)
    first = merged(place, sent)
    released(place, first, planned(place, ["county"]), definitions)
    revised, records = counties[1].delivers(place, revision=2, more=4)

    before = merged(place, [*sent, revised], "now.tally")
    after = merged(place, [revised, *reversed(sent)], "again.tally")
    assert before.read_bytes() == after.read_bytes()
    with before.open("rb") as file:
        tally = read_tally(file)
    assert tally.batches[NAMES[1]].revision == 2
    assert tally.batches[NAMES[1]].n == len(records)
    assert tally.n == len(records) + sum(sum(sizes(at).values()) for at in (1, 3))

    # What was released stays as it was, until the change is large enough to say nothing of anybody.
    second = planned(place, ["county"], id="state.corrected")
    words = ("--plan", second, "--ledger", place / "ledger", "--definitions", definitions)
    kept = (place / "ledger").read_bytes()
    assert "frozen at its first release" in run("release", before, *words, code=1).stderr
    assert (place / "ledger").read_bytes() == kept
    release = release_of(
        run("release", before, *words, "--before", first, "--output", "-").stdout.encode()
    )
    assert release.edition == 1
    assert len(read_ledger((place / "ledger").read_bytes()).entries) == 2
    run("audit", place / "ledger")

    # The first revision, counted anew with other records under the same number, is refused beside the old one.
    wrong, _ = counties[1].delivers(tmp_path, revision=1, more=1)
    result = run("merge", *sent, wrong, "--output", place / "wrong.tally", code=1)
    assert "two contents" in result.stdout + result.stderr
    assert not (place / "wrong.tally").exists()


def test_a_county_under_another_scoring_version_stays_apart(tmp_path):
    """DESIGN 2: answers under two scoring digests are never added up, and each has a release of its own."""
    place = tmp_path / "state"
    place.mkdir()
    counties = [County(tmp_path, at) for at in (1, 2)]
    sent = [one.delivers(place)[0] for one in counties]
    apart, records = County(tmp_path, 3, OTHER).delivers(place)
    whole = merged(place, [*sent, apart])
    definitions = defined(tmp_path / "definitions", FORM, OTHER)

    old = release_of(released(place, whole, planned(place, ["county"]), definitions).read_bytes())
    new_plan = planned(place, ["county"], "1.1.0", id="state.new")
    new = release_of(released(place, whole, new_plan, definitions).read_bytes())
    assert {row.scope for row in old.rows} == {(), (NAMES[0],), (NAMES[1],)}
    assert {row.scope: row.n for row in new.rows} == {
        (): len(records),
        (NAMES[2],): len(records),
    }
    assert old.instrument.scoring != new.instrument.scoring
    run("audit", place / "ledger")
    # A plan has to say which of the two it means.
    assert "counts several" in run("release", whole, "--definitions", definitions, code=1).stderr


def test_a_county_that_changed_a_definition_and_kept_its_version_is_refused(tmp_path):
    """DESIGN 7: one version with two scoring digests is refused, whoever sends it, before anything is added up."""
    place = tmp_path / "state"
    place.mkdir()
    sent, _ = County(tmp_path, 1).delivers(place)
    changed, _ = County(tmp_path, 2, {**OTHER, "version": "1.0.0"}).delivers(place)
    result = run("merge", sent, changed, "--output", place / "state.tally", code=1)
    assert "two definitions share a version" in (result.stdout + result.stderr).lower()
    assert not (place / "state.tally").exists()
