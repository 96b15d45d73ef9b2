"""`sop release` and `sop audit`, as a person or a script calls them."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from sop_core import Sop, to_document, to_json
from sop_core.cli import writing
from sop_core.cli.app import sop as command
from sop_core.documents import read_ledger, release_of, tally_lines

STAFF, PARENTS = "social_worker_assessment", "parent_guardian_survey"
HELD = "No attacker succeeded on 1 release.\nBounds: exact intervals, since no sums form a ring.\n"
SIZES = {"unit-1": 14, "unit-2": 7, "unit-3": 12, "unit-4": 13}


def tally_of(held, name, sizes=SIZES, batch="b"):
    form = held.form(name)
    items = [one.id for one in form.items if one.type.value == "choice"]
    records, at = [], 0
    for unit, size in sizes.items():
        for _ in range(size):
            at += 1
            codes = {item: "1234"[(at + place) % 4] for place, item in enumerate(items)}
            who = {"submitted_at": "2026-11-21"}
            if not form.anonymous:
                who = {"submitted_at": "2026-11-21T09:00:00Z", "respondent": f"w{at}"}
            plain = form.read(codes, id=f"r{at}", cycle="2026-Q4", scope=["north", unit], **who)
            records.append(to_document(held.accept(plain).record))
    return held.tally(records, batch=batch, levels=["office", "unit"])


@pytest.fixture(scope="module")
def counts():
    held = Sop.load(plugins=False)
    return {name: tally_of(held, name) for name in (STAFF, PARENTS)}


@pytest.fixture
def folder(tmp_path, monkeypatch, counts):
    monkeypatch.chdir(tmp_path)
    Path("staff.tally").write_bytes(b"".join(tally_lines(counts[STAFF])))
    Path("parents.tally").write_bytes(b"".join(tally_lines(counts[PARENTS])))
    return tmp_path


def run(*words, stdin=None):
    return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)


def plan(name=STAFF, id_="own", **more):
    scale = Sop.load(plugins=False).catalog.instrument(name).scales[0].id
    document = {
        "$schema": "urn:sop:schema:release-plan:1", "id": id_, "instrument": {"id": name, "version": "1.0.0"},
        "cycle": "2026-Q4", "levels": ["office", "unit"], "measures": [scale], "purpose": "cqi",
        "audience": "public", **more,
    }  # fmt: skip
    Path("plan.json").write_text(json.dumps(document), "utf-8")


def test_the_default_plan_is_every_scale_at_every_level_public(folder, counts):
    """DESIGN 9: without a plan and a policy; a unit of seven is withheld, and one more that protects it."""
    result = run("release", "staff.tally")
    assert result.exit_code == 0
    made = release_of(result.stdout.encode())
    assert made.audience == "public"
    assert (made.policy.id, made.policy.min_cell) == ("default", 11)
    assert made.levels == ("office", "unit")
    assert len(made.measures) == len(next(iter(counts[STAFF].groups.values())).scales)
    hidden = {row.scope for row in made.rows if row.withheld}
    assert hidden == {("north", "unit-2"), ("north", "unit-3")}
    assert made.instead_of(("north", "unit-2")) == ("north",)
    assert "small" not in result.stdout
    assert "no attacker succeeded on it and 0 earlier releases" in result.stderr


def test_without_a_ledger_it_is_said_that_nothing_is_remembered(folder):
    """DESIGN 7: a release beside no ledger is tried beside nothing; a ledger, or a machine that reads, is told no more."""
    alone = run("release", "staff.tally", "--output", "out.json")
    told, warned = alone.stderr.splitlines()
    assert told.endswith("0 earlier releases")
    assert "nobody is protected from what was released before" in warned
    assert "--ledger FILE" in warned
    beside = run("release", "staff.tally", "--ledger", "led", "--output", "out.json")
    assert beside.stderr.splitlines() == [told]
    assert json.loads(run("release", "staff.tally", "--output", "out.json", "--json").stderr)["ok"]


def test_lines_hold_the_same(folder):
    """DESIGN 7: with --lines a head, then one row a line."""
    whole = release_of(run("release", "staff.tally").stdout.encode())
    lines = run("release", "staff.tally", "--lines").stdout.encode()
    assert lines.count(b"\n") == len(whole.rows) + 1
    assert release_of(lines) == whole


def test_a_ledger_is_made_and_grows(folder):
    """DESIGN 7: --ledger is created where it is absent; it is its owner's alone, and a retry changes nothing."""
    words = ("release", "staff.tally", "--ledger", "led", "--output", "out.json")
    assert run(*words).exit_code == 0
    assert stat.S_IMODE(Path("led").stat().st_mode) == 0o600
    first, ledger = Path("out.json").read_bytes(), Path("led").read_bytes()
    again = run(*words)
    assert "as it was released before" in again.stderr
    assert (Path("out.json").read_bytes(), Path("led").read_bytes()) == (first, ledger)
    plan(levels=["office"])
    result = run(
        "release", "staff.tally", "--ledger", "led", "--plan", "plan.json", "--output", "own.json"
    )
    assert result.exit_code == 0
    assert "1 earlier release" in result.stderr
    made = read_ledger(Path("led").read_bytes())
    assert [one.release.id for one in made.entries] == [f"{STAFF}.2026-Q4.public", "own"]
    assert made.entries[1].release.proof.releases == 1


def test_what_would_give_somebody_away_beside_the_ledger_is_refused(folder, counts):
    """Rule 5: other counts of a released cycle are refused, and neither the ledger nor the output is touched."""
    assert run("release", "staff.tally", "--ledger", "led", "--output", "out.json").exit_code == 0
    kept = Path("led").read_bytes()
    more = tally_of(Sop.load(plugins=False), STAFF, {**SIZES, "unit-1": 15})
    Path("more.tally").write_bytes(b"".join(tally_lines(more)))
    plan(id_="second")
    words = (
        "release",
        "more.tally",
        "--ledger",
        "led",
        "--plan",
        "plan.json",
        "--output",
        "new.json",
    )
    result = run(*words)
    assert result.exit_code == 1
    assert "frozen at its first release" in result.stderr
    result = run(*words, "--before", "staff.tally")
    assert result.exit_code == 1
    assert "differs by 1 record from what was released" in result.stderr
    assert Path("led").read_bytes() == kept
    assert not Path("new.json").exists()
    assert not list(folder.glob(".*"))


def test_parents_data_without_workers_is_refused_and_says_so(folder):
    """Rule 2: sop release of parents' data without subjects exits 1 and says so."""
    result = run("release", "parents.tally", "--output", "out.json")
    assert result.exit_code == 1
    assert "how many workers each scope has" in result.stderr
    assert not Path("out.json").exists()


def test_parents_data_with_workers_is_released(folder):
    """Rule 2: a scope of few workers, or of whom it is not known, is withheld."""
    workers = {"unit-1": 2, "unit-2": 4, "unit-3": 4, "unit-4": 4}
    units = [{"scope": ["north", unit], "n": n} for unit, n in workers.items()]
    plan(PARENTS, subjects=[{"scope": [], "n": 14}, {"scope": ["north"], "n": 14}, *units])
    result = run("release", "parents.tally", "--plan", "plan.json", "--private", "why.jsonl")
    assert result.exit_code == 0
    made = release_of(result.stdout.encode())
    assert made.shown == {(), ("north",)}
    reasons = [json.loads(line) for line in Path("why.jsonl").read_bytes().splitlines()]
    assert {one["scope"][1]: one["reason"] for one in reasons}["unit-1"] == "few_workers"
    assert stat.S_IMODE(Path("why.jsonl").stat().st_mode) == 0o600


def test_a_policy_is_recorded(folder):
    """C-21: a lower minimum inside the agency stands in the release, with who decided it; outside it is refused."""
    policy = {
        "$schema": "urn:sop:schema:release-policy:1", "id": "low", "audience": "internal", "min_cell": 6,
        "min_subjects": 5, "decided": {"on": "2026-10-01", "by": "council", "why": "Small units."},
    }  # fmt: skip
    Path("policy.json").write_text(json.dumps(policy), "utf-8")
    plan(audience="internal")
    result = run("release", "staff.tally", "--plan", "plan.json", "--policy", "policy.json")
    made = release_of(result.stdout.encode())
    assert (made.policy.min_cell, made.policy.decided.by) == (6, "council")
    assert not made.hidden
    assert run("release", "staff.tally", "--policy", "policy.json").exit_code == 1


def test_audit_tells_each_leak_as_a_sentence(folder):
    """DESIGN 9: exit 0 if nobody is given away, 1 with a sentence for each leak."""
    assert run("release", "staff.tally", "--output", "out.json").exit_code == 0
    result = run("audit", "out.json")
    assert (result.exit_code, result.stdout) == (0, HELD)
    document = json.loads(Path("out.json").read_bytes())
    for row in document["rows"]:
        if row["scope"] == ["north", "unit-3"]:
            row |= {"n": 12, "mean": 2.5, "withheld": False}
    Path("bad.json").write_text(json.dumps(document), "utf-8")
    result = run("audit", "bad.json")
    assert result.exit_code == 1
    sentence = "unit-2's 7 answers follow from the office's 46 minus the other units' 39."
    assert sentence in result.stdout
    told = run("audit", "bad.json", "--json").stdout.splitlines()
    assert json.loads(told[0])["leak"] == sentence
    assert json.loads(told[-1])["ok"] is False
    # Beside each other two releases that differ are at odds.
    assert run("audit", "out.json", "bad.json").exit_code == 1


def test_audit_reads_lines_and_ledgers(folder):
    """A release in lines, and a ledger with all of its releases, each once."""
    run("release", "staff.tally", "--ledger", "led", "--lines", "--output", "out.jsonl")
    result = run("audit", "led", "out.jsonl")
    assert result.stdout == HELD
    Path("cut.jsonl").write_bytes(
        b"".join(Path("out.jsonl").read_bytes().splitlines(keepends=True)[:-1])
    )
    result = run("audit", "cut.jsonl", "--json")
    assert result.exit_code == 1
    assert "release_cut" in result.stderr


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("audit", "staff.tally"), "release"),
        (("report", "staff.tally"), "release"),
        (("release", "staff.tally", "--plan", "staff.tally"), "release-plan"),
        (("release", "staff.tally", "--policy", "parents.tally"), "release-policy"),
    ],
)
def test_a_tally_by_mistake_is_named_in_one_sentence(folder, words, wanted):
    """DESIGN 3: what the file is and what is wanted, once, and not what is wrong with each of its lines."""
    result = run(*words)
    assert result.exit_code == 1
    [line, *_] = told = [one for one in result.stderr.splitlines() if ".tally: " in one]
    assert len(told) == 1
    assert f"The document is of kind tally, and a {wanted} is wanted here." in line
    assert ("`sop release` makes a release of it" in line) == (wanted == "release")


def test_plans_over_several_lines_are_read_and_several_plans_are_not(folder):
    """A document may stand on as many lines as it likes; only lines that are documents are taken for several."""
    plan(levels=["office"])
    document = json.loads(Path("plan.json").read_text("utf-8"))
    Path("long.json").write_text(json.dumps(document, indent=2), "utf-8")
    assert run("release", "staff.tally", "--plan", "long.json").exit_code == 0
    Path("two.jsonl").write_text(f"{json.dumps(document)}\n{json.dumps(document)}\n", "utf-8")
    result = run("release", "staff.tally", "--plan", "two.jsonl")
    assert result.exit_code == 1
    assert "this is not JSON" in result.stderr
    run("release", "staff.tally", "--lines", "--output", "out.jsonl")
    Path("headless.jsonl").write_bytes(Path("out.jsonl").read_bytes().partition(b"\n")[2])
    assert "was cut" in run("audit", "headless.jsonl").stderr


def test_what_cannot_be_read_is_said_by_its_file(folder):
    """A plan that is none is refused: exit 1; a file that is not there is a wrong call: exit 2."""
    Path("plan.json").write_text("{}", "utf-8")
    result = run("release", "staff.tally", "--plan", "plan.json", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stderr)["file"] == "plan.json"
    assert run("release", "nowhere.tally").exit_code == 2
    assert run("audit", "nowhere.json").exit_code == 2
    assert run("audit", ".").exit_code == 2
    assert run("release", "staff.tally", "--output", "staff.tally").exit_code == 2
    assert run("release", "staff.tally", "--ledger", "-").exit_code == 2
    assert not Path("-").exists()
    assert run("release", "staff.tally", "--ledger", "staff.tally").exit_code == 2
    assert run("release", "staff.tally", "--ledger", "new", "--output", "new").exit_code == 2
    assert not Path("new").exists()
    Path("led").write_bytes(b"nothing\n")
    assert run("release", "staff.tally", "--ledger", "led").exit_code == 1


def test_private_reasons_never_go_where_the_release_goes(folder):
    """DESIGN 7: the reason is itself a leak; on standard output it would stand beside the rows."""
    result = run("release", "staff.tally", "--private", "-")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "are files: name each" in result.stderr


def test_two_runs_never_go_on_from_one_ledger(folder):
    """Issue 6: while one run holds the ledger, another is refused, so that no two pass against the same old one."""
    with writing.growing("led") as (known, write):
        assert known is None
        result = run("release", "staff.tally", "--ledger", "led")
        assert result.exit_code == 2
        assert "Another run is writing" in result.stderr
        write([b"first\n"])
    assert Path("led").read_bytes() == b"first\n"


def test_a_release_from_standard_input(folder):
    """`-` is standard input, of a tally and of what is audited."""
    made = run("release", "-", stdin=Path("staff.tally").read_bytes())
    assert made.exit_code == 0
    assert run("audit", "-", stdin=made.stdout).exit_code == 0


def test_json_says_what_came_of_it(folder):
    """--json: one object on standard error, beside the release on standard output."""
    result = run("release", "staff.tally", "--json")
    told = json.loads(result.stderr)
    assert (told["ok"], told["again"]) == (True, False)
    assert result.stdout == to_json(release_of(result.stdout.encode())) + "\n"


def test_check_reads_plans_policies_and_releases(folder):
    """`sop check` knows the new documents and their rules."""
    plan(cycles=[{"id": "2026-Q3", "starts": "2026-07-01", "ends": "2026-06-30"}])
    result = run("check", "plan.json")
    assert result.exit_code == 1
    assert "its cycles are: 2026-Q3" in result.stdout
    assert "not in the order of their dates" in result.stdout
    run("release", "staff.tally", "--output", "out.json")
    assert run("check", "out.json").exit_code == 0
