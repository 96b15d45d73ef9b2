"""The `sop` command, as a person or a script calls it."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from click.testing import CliRunner

from sop_core import Sop, digest, to_document, to_json
from sop_core.cli.app import sop as command
from sop_core.prompts import Panel, ShownPrompt
from sop_core.types import PromptKind


@pytest.fixture
def run():
    """Call the command and give back its result."""

    def call(*words, stdin=None):
        return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)

    return call


@pytest.fixture(scope="module")
def receipt():
    """One accepted administration with its score."""
    held = Sop.load(plugins=False)
    form = held.form("social_worker_assessment")
    fields = {item.id: "4" for item in form.items if item.required}
    at = "2026-11-21T10:00:00Z"
    return held.accept(form.read(fields, id="r1", cycle="2026-Q4", submitted_at=at))


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_says_fine_and_exits_0(run, receipt, tmp_path):
    """A sound record is fine."""
    path = tmp_path / "r.json"
    path.write_text(to_json(receipt.record))
    result = run("check", str(path))
    assert (result.exit_code, result.stdout) == (0, f"{path}: fine (administration)\n")


def test_a_definition_that_is_missing_is_asked_for_on_the_command_line_too(run, receipt, tmp_path):
    """STYLE 5: the remedy is what the reader can do, who may write a program or type a command."""
    document = to_document(receipt.record)
    path = tmp_path / "r.json"
    path.write_text(json.dumps({**document, "instrument": {**document["instrument"], "id": "x.y"}}))
    for name in ("check", "score", "tally"):
        result = run(name, str(path))
        assert result.exit_code == 1
        said = result.stdout + result.stderr
        assert "Sop.load(definitions=[path]), or --definitions PATH on the command line." in said
        assert "sop.health() says why it was left out, and so does `sop doctor`." in said


def test_check_names_every_issue_and_exits_1(run, receipt, tmp_path):
    """A faulty record is refused with path and fix, and the sound ones beside it are fine."""
    good, bad = tmp_path / "a.json", tmp_path / "b.json"
    good.write_text(to_json(receipt.record))
    bad.write_text(json.dumps({**to_document(receipt.record), "locale": "English", "extra": 1}))
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert f"{good}: fine" in result.stdout
    assert f"{bad}: $.locale: 'English' is not a language" in result.stdout
    assert f"{bad}: $.extra: " in result.stdout
    assert result.stdout.endswith("1 of 2 refused\n")


def test_check_gives_json_for_machines(run):
    """With --json each document is one line with its issues as fields."""
    result = run("check", "--json", "-", stdin='{"$schema": "urn:sop:schema:feedback:1"}')
    (found,) = lines(result)
    assert result.exit_code == 1
    assert (found["file"], found["kind"], found["ok"]) == ("<stdin>", "feedback", False)
    assert set(found["issues"][0]) == {"code", "path", "message", "fix", "severity", "item"}


def test_check_reads_json_lines(run, receipt, tmp_path):
    """Each line of a JSON Lines file is a document, named by its number."""
    path = tmp_path / "r.jsonl"
    path.write_text(to_json(receipt.record) + "\n\nnonsense\n")
    result = run("check", str(path))
    assert f"{path}:1: fine" in result.stdout
    assert f"{path}:3: $: Line 1, column 1: this is not JSON" in result.stdout


def test_check_takes_records_that_build_on_each_other(run, receipt, tmp_path):
    """What a record supersedes may stand in the same call."""
    later = {
        **to_document(receipt.record),
        "id": "r2",
        "status": "amended",
        "supersedes": {"id": "r1", "digest": digest(receipt.record)},
    }
    (tmp_path / "b.json").write_text(json.dumps(later))
    assert run("check", str(tmp_path)).exit_code == 1
    (tmp_path / "a.json").write_text(to_json(receipt.record))
    assert run("check", str(tmp_path)).exit_code == 0


def test_a_call_that_is_wrong_exits_2(run):
    """A missing file, a missing argument and an unknown command are wrong calls."""
    assert run("check", "/no/such/file").exit_code == 2
    assert run("score").exit_code == 2
    assert run("nonsense").exit_code == 2


def test_score_gives_the_score_documents(run, receipt):
    """With --json the scores are documents that verify."""
    result = run("score", "--json", "-", stdin=to_json(receipt.record))
    assert lines(result) == [json.loads(to_json(receipt.score))]


def test_score_scores_what_it_can(run, receipt, tmp_path):
    """One refused record is said on standard error, and the others are scored."""
    path = tmp_path / "r.jsonl"
    bad = {**to_document(receipt.record), "answers": {}}
    draft = {**bad, "status": "draft"}
    path.write_text("\n".join([json.dumps(bad), json.dumps(draft), to_json(receipt.record)]))
    result = run("score", str(path))
    assert result.exit_code == 1
    assert f"{path}:1: $.answers" in result.stderr
    assert f"{path}:2: not scored (draft)" in result.stderr
    assert "Engagement: 4  (6 of 6 items answered)" in result.stdout


def test_verify_says_right_or_names_the_drift(run, receipt, tmp_path):
    """A stored score is recomputed; a doctored one exits 1 and is named."""
    score, record = tmp_path / "s.json", tmp_path / "r.json"
    record.write_text(to_json(receipt.record))
    score.write_text(to_json(receipt.score))
    assert run("verify", str(score), str(record)).exit_code == 0
    doctored = to_document(receipt.score)
    doctored["scales"]["engagement"]["value"] = 5
    score.write_text(json.dumps(doctored))
    result = run("verify", str(score), str(record))
    assert result.exit_code == 1
    assert "$.scales.engagement.value: stated 5, recomputed 4" in result.stdout
    (found,) = lines(run("verify", "--json", str(score), str(record)))
    path = "$.scales.engagement.value"
    assert found == {"ok": False, "differences": [{"path": path, "stated": "5", "recomputed": "4"}]}


def test_verify_refuses_what_is_no_score(run, receipt, tmp_path):
    """Two records are no score and its record."""
    record = tmp_path / "r.json"
    record.write_text(to_json(receipt.record))
    result = run("verify", str(record), str(record))
    assert result.exit_code == 2
    assert "takes a score first" in result.stderr
    many = tmp_path / "r.jsonl"
    many.write_text("{}\n{}\n")
    assert run("verify", str(many), str(record)).exit_code == 2


def test_prompts_shows_the_three_questions_in_order(run):
    """S2-12: what is working well, what are we worried about, what needs to happen next."""
    result = run("prompts", "--screen", "case.view", "--role", "social_worker")
    shown = [line for line in result.stdout.splitlines() if line.startswith("    three_questions/")]
    assert [line.split()[0].rpartition("_")[2] for line in shown] == ["well", "worried", "next"]
    assert "[form] Social Worker Assessment" in result.stdout


def test_prompts_takes_facts_language_and_day(run, tmp_path):
    """Facts are a JSON object; a bad one is refused with its place."""
    facts = tmp_path / "facts.json"
    facts.write_text('{"age": 4}')
    words = (
        "prompts",
        "--screen",
        "case.view",
        "--role",
        "x",
        "--on",
        "2026-11-23",
        "--locale",
        "es",
    )
    (panel,) = lines(run(*words, "--json", "--facts", str(facts)))
    assert panel["locale"] == "es"
    assert panel["prompts"][0]["text"].startswith("¿")
    facts.write_text('{"age": 4, "age": 5}')
    result = run(*words, "--facts", str(facts))
    assert (result.exit_code, "stands twice" in result.stderr) == (1, True)
    quiet = run("prompts", "--screen", "family.portal", "--role", "x")
    assert (quiet.exit_code, "Nothing is shown" in quiet.stdout) == (0, True)
    assert "These screens are known: case.closing, case.opening" in quiet.stderr


@pytest.mark.parametrize("also", [(), ("--json",)])
def test_a_screen_that_nobody_knows_is_a_wrong_call(run, also):
    """With the nearest ones, and how to list them: a misspelt name would show nothing, and say nothing."""
    result = run("prompts", "--screen", "case.veiw", "--role", "social_worker", *also)
    assert (result.exit_code, result.stdout) == (2, "")
    said = " ".join(result.stderr.split())
    assert "No screen 'case.veiw' is known here" in said
    assert "Did you mean 'case.view' or 'case." in said
    assert "sop screens lists" in said
    far = run("prompts", "--screen", "zzzz", "--role", "x", *also)
    assert (far.exit_code, "Did you mean" in far.stderr) == (2, False)


def test_a_screen_that_only_a_prompt_or_a_form_names_is_known(run, tmp_path):
    """A host has screens of its own, which nothing describes; sop check says so, and refuses nothing."""
    sets = {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.own", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [
            {"id": "p", "kind": "ask", "screens": ["county07.porch"], "text": {"en": "Who waves?"}, "source": "t",
             "dismiss": ["later"], "roles": ["neighbor"]}
        ],
    }  # fmt: skip
    file = tmp_path / "own.json"
    file.write_text(json.dumps(sets))
    words = ("prompts", "--screen", "county07.porch", "--definitions", str(file), "--role")
    shown = run(*words, "neighbor")
    assert (shown.exit_code, "Who waves?" in shown.stdout) == (0, True)
    quiet = run(*words, "x")
    assert "Nothing is shown" in quiet.stdout
    assert quiet.stderr == "county07.own/p stands there and is not shown: it is for neighbor.\n"
    checked = run("check", str(file))
    assert checked.exit_code == 0
    assert (
        "advice: $.prompts[0].screens[0]: No definition here describes the screen 'county07.porch'"
        in checked.stdout
    )
    assert "fine (prompts)" in checked.stdout
    screens = {**sets, "$schema": "urn:sop:schema:screens:1", "id": "county07.s", "screens": [{"id": "county07.porch", "title": {"en": "Porch"}}]}  # fmt: skip
    for name in ("dismiss_reasons", "prompts"):
        del screens[name]
    beside = tmp_path / "screens.json"
    beside.write_text(json.dumps(screens))
    assert "advice" not in run("check", str(file), str(beside)).stdout
    assert "Nothing is shown" in run("prompts", "--screen", "county07.porch", "--role", "x", "--definitions", str(beside)).stdout  # fmt: skip


def test_a_plugins_code_may_know_further_screens(run, monkeypatch):
    """What a plugin asks on a screen that no definition names is shown."""
    asked = ShownPrompt("plugin:x/y", PromptKind.ASK, "What else?", "en", "x", why="It asks.")
    panel = Panel("x.y", "worker", "en", (asked,), ())
    monkeypatch.setattr(Sop, "panel", lambda *_: panel)
    result = run("prompts", "--screen", "x.y", "--role", "worker")
    assert (result.exit_code, "What else?" in result.stdout) == (0, True)


def test_instruments_lists_what_is_in_force(run):
    """Every instrument with version, languages and digests."""
    found = lines(run("instruments", "--json"))
    assert [one["id"] for one in found] == [
        "leader_assessment",
        "organizational_assessment",
        "parent_guardian_survey",
        "social_worker_assessment",
        "sop_snapshot",
    ]
    assert all(one["scoring"].startswith("sha256:") for one in found)
    assert "27 items, 5 scales, en, es" in run("instruments").stdout


@pytest.mark.parametrize("name", ["parent_guardian_survey", "three_questions"])
def test_show_prints_a_definition(run, name):
    """For a person as a page, for a machine as the document itself."""
    assert name in run("show", name).stdout
    (document,) = lines(run("show", "--json", name))
    assert document["id"] == name


def test_show_lists_the_choices_for_an_unknown_one(run):
    """An unknown id exits 1 with what there is."""
    result = run("show", "parent_survey")
    assert result.exit_code == 1
    assert "Did you mean 'parent_guardian_survey'?" in result.stderr
    assert "three_questions" in result.stderr


def test_doctor_is_well_or_says_why_not(run, tmp_path):
    """A definition that is left out is named, with what to do, and doctor exits 1."""
    result = run("doctor")
    assert (result.exit_code, "Everything is well." in result.stdout) == (0, True)
    path = tmp_path / "bad.json"
    path.write_text('{"$schema": "urn:sop:schema:instrument:1"}')
    result = run("doctor", "--definitions", str(path))
    assert result.exit_code == 1
    assert f"{path}: $.id: The field 'id' is missing." in result.stdout
    (found,) = lines(run("doctor", "--json", "--definitions", str(path)))
    assert found["ok"] is False
    assert [one["ok"] for one in found["definitions"]].count(False) == 1


def test_a_definition_that_is_left_out_is_said(run, tmp_path):
    """A command that goes on without a definition says so on standard error."""
    path = tmp_path / "bad.json"
    path.write_text("[]")
    result = run("instruments", "--definitions", str(path))
    assert (result.exit_code, f"{path}: left out" in result.stderr) == (0, True)


def test_two_definitions_of_one_id_and_version_are_said(run, tmp_path):
    """What load would refuse, check refuses: within one call, and beside what is in force."""
    (bundled,) = lines(run("show", "--json", "parent_guardian_survey"))
    mine = {**bundled, "id": "county07.survey"}
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps(mine))
    second.write_text(json.dumps({**mine, "version": "1.0"}))
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert f"is defined here and in {first}" in result.stdout
    assert f"is defined here and in {second}" in result.stdout
    second.write_text(json.dumps({**bundled, "rights": "another"}))
    assert "is defined here and in the definitions in force" in run("check", str(tmp_path)).stdout


def test_one_file_named_twice_is_checked_as_one_definition(run, tmp_path):
    """A folder and a file in it, or the file of a definition in force, clash with nothing."""
    (bundled,) = lines(run("show", "--json", "parent_guardian_survey"))
    mine = tmp_path / "a.json"
    mine.write_text(json.dumps({**bundled, "id": "county07.survey"}))
    (tmp_path / "link.json").symlink_to(mine)
    assert run("check", str(tmp_path), str(mine)).exit_code == 0
    assert run("check", "-", stdin=json.dumps(bundled)).exit_code == 0


def test_a_call_that_comes_to_nothing_exits_2(run, tmp_path):
    """A mistyped path must not look like success."""
    assert run("check", str(tmp_path)).exit_code == 2
    empty = tmp_path / "empty.jsonl"
    empty.write_text("\n")
    assert run("score", str(empty)).exit_code == 2
    (tmp_path / "none.json").write_text("")
    assert run("check", str(tmp_path / "none.json")).exit_code == 2
    sound = tmp_path / "sound.json"
    sound.write_text("{}")
    assert run("check", str(empty), str(sound)).exit_code == 2


def test_a_large_document_is_refused_as_one(run, tmp_path):
    """A single document over the limit is too large, not a thousand lines that are no JSON."""
    path = tmp_path / "large.json"
    path.write_text(json.dumps({"x": ["y" * 100] * 12_000}, indent=1))
    result = run("check", str(path))
    assert "too_large" not in result.stdout
    assert len(result.stdout.splitlines()) == 2
    assert "The document has more than 1,048,576 bytes" in result.stdout


def test_many_records_are_read_line_by_line(run, receipt, tmp_path):
    """A large file of JSON Lines is scored whatever its name."""
    path = tmp_path / "many.json"
    every = (to_json(evolve(receipt.record, id=f"r{at}")) for at in range(800))
    path.write_text("\n".join(every))
    assert path.stat().st_size > 1 << 20
    result = run("score", "--json", str(path))
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 800)


def test_a_refusal_is_json_for_machines(run):
    """With --json what is refused is a line of JSON on standard error."""
    result = run("score", "--json", "-", stdin="{}")
    assert json.loads(result.stderr)["issues"][0]["code"] == "schema_missing"


def _later(record, id_, status, **fields):
    points = {"id": record["id"], "digest": digest(record)}
    return {**record, "id": id_, "status": status, "supersedes": points, **fields}


@pytest.fixture
def chain(receipt):
    """A record, its amendment, and a third that voids a sitting of its own; and that sitting."""
    first = to_document(receipt.record)
    other = {**first, "id": "o1"}
    return [
        _later(other, "o2", "entered_in_error"),
        _later(first, "r2", "amended", answers={**first["answers"], "eng_listens": "5"}),
        first,
        other,
        {**first, "id": "d1", "status": "draft"},
    ]


def test_score_shows_what_is_in_force_in_any_order(run, chain, tmp_path):
    """An amendment may stand before its original; what does not count is named with the reason."""
    answer = next(iter(chain[2]["answers"]))
    chain[1] = _later(chain[2], "r2", "amended", answers={**chain[2]["answers"], answer: "5"})
    path = tmp_path / "r.jsonl"
    shown = []
    for records in (chain, chain[::-1], [*chain, *chain]):
        path.write_text("\n".join(map(json.dumps, records)))
        result = run("score", "--json", str(path))
        assert result.exit_code == 0
        shown.append([one["administration"] for one in lines(result)])
    assert shown == [["r2"]] * 3
    said = result.stderr.splitlines()
    assert said[:4] == [
        f"{path}:1: not scored (entered_in_error)",
        f"{path}:3: not scored (superseded by r2)",
        f"{path}:4: not scored (entered_in_error by o2)",
        f"{path}:5: not scored (draft)",
    ]
    assert said[5] == f"{path}:7: not scored (the same record as {path}:2)"
    apart = tmp_path / "apart"
    apart.mkdir()
    for at, record in enumerate(chain):
        (apart / f"{at}.json").write_text(json.dumps(record))
    result = run("score", "--json", str(apart))
    assert [one["administration"] for one in lines(result)] == ["r2"]


def test_score_shows_no_side_of_a_fork(run, receipt, tmp_path):
    """Two amendments of one record: neither is shown, both are named, and the call fails."""
    first = to_document(receipt.record)
    fork = [first, _later(first, "r2", "amended"), _later(first, "r3", "amended", cycle="x")]
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(map(json.dumps, fork)))
    result = run("score", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("not scored (unsettled)") == 3
    assert f"{path}:1: $.r1.supersedes: More than one later record" in result.stderr
    found = json.loads(run("score", "--json", str(path)).stderr.splitlines()[-1])
    assert found["issues"][0]["code"] == "superseded_twice"


def test_score_does_not_count_what_a_refused_amendment_names(run, receipt, tmp_path):
    """Somebody tried to amend it: the original is not shown as if nobody had."""
    first = to_document(receipt.record)
    bad = _later(first, "r2", "amended", answers={})
    path = tmp_path / "r.jsonl"
    path.write_text("\n".join(map(json.dumps, [first, bad])))
    result = run("score", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{path}:1: not scored (superseded by r2)" in result.stderr
    good = {**bad, "answers": first["answers"]}
    path.write_text("\n".join(map(json.dumps, [first, bad, good])))
    result = run("score", "--json", str(path))
    assert (result.exit_code, [one["administration"] for one in lines(result)]) == (1, ["r2"])
    for fault in (
        {"status": "done"},
        {"id": "a b"},
        {"supersedes": {"id": "r1"}},
        {"supersedes": "r1"},
        {"instrument": "x"},
    ):
        path.write_text("\n".join(map(json.dumps, [first, {**bad, **fault}])))
        result = run("score", "--json", str(path))
        assert [one["administration"] for one in lines(result)] == ["r1"]
        assert result.exit_code == 1


def test_score_passes_over_what_has_no_answers(run, receipt, tmp_path):
    """A feedback record is named; a definition is refused."""
    path = tmp_path / "r.jsonl"
    feedback = {
        "$schema": "urn:sop:schema:feedback:1",
        "id": "f1",
        "prompt": "plugin:a/b",
        "on": "2026-11-21",
        "screen": "case.view",
        "outcome": "helpful",
        "case": None,
        "viewer": None,
    }
    path.write_text(json.dumps(feedback) + "\n" + to_json(receipt.record))
    result = run("score", str(path))
    assert f"{path}:1: not scored (no administration)" in result.stderr
    assert (result.exit_code, "Engagement" in result.stdout) == (0, True)
    (bundled,) = lines(run("show", "--json", "three_questions"))
    path.write_text(json.dumps(bundled))
    result = run("score", str(path))
    assert (result.exit_code, "only records are accepted" in result.stderr) == (1, True)


def test_what_is_not_shown_says_what_it_waits_for(run, tmp_path):
    """A condition that does not hold is no fault, and is the first thing that an author asks about."""
    waiting = {"kind": "ask", "screens": ["county07.porch"], "text": {"en": "Who waves?"}, "source": "t", "dismiss": ["later"]}  # fmt: skip
    asks = {"any": [{"fact": "county07.a", "at_least": 3}, {"fact": "county07.b", "is": "present"}]}
    sets = {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.own", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [
            {**waiting, "id": "first", "when": [asks, {"fact": "county07.a", "is": "present"}]},
            {**waiting, "id": "over", "expires": "2020-01-01", "roles": ["neighbor"]},
            *({**waiting, "id": f"more{n}", "expires": "2020-01-01"} for n in range(5)),
        ],
    }  # fmt: skip
    file = tmp_path / "own.json"
    file.write_text(json.dumps(sets))
    words = ("prompts", "--screen", "county07.porch", "--definitions", str(file), "--role", "x")
    quiet = run(*words)
    assert quiet.exit_code == 0
    lines = quiet.stderr.splitlines()
    assert lines[:2] == [
        "county07.own/first stands there and is not shown: it looks at county07.a, county07.b, which --facts states.",
        "county07.own/over stands there and is not shown: it is for neighbor; its last day is 2020-01-01.",
    ]
    assert (len(lines), lines[-1]) == (6, "So do 2 more.")
