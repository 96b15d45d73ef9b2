"""`sop tally` and `sop merge`, as a person or a script calls them."""

from __future__ import annotations

import json
import os
import pty
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from sop_core import Sop, to_document
from sop_core.cli import showing, writing
from sop_core.cli import tallies as command_module
from sop_core.cli.app import sop as command
from sop_core.documents import digest_of, read_tally, tally_lines
from sop_core.reporting import merge

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def documents():
    """Forty accepted records of a bundled instrument, in four units."""
    held = Sop.load(plugins=False)
    form = held.form("social_worker_assessment")
    required = [item.id for item in form.items if item.required]
    found = []
    for at in range(40):
        fields = {item: "12345"[(at + len(item)) % 5] for item in required}
        plain = form.read(fields, id=f"r{at}", cycle="2026-Q4", submitted_at="2026-11-21T10:00:00Z")
        scope = ["county-07", ("north", "south")[at % 2], f"unit-{at % 4}"]
        plain = {**plain, "scope": scope, "respondent": f"w-{at}", "subject": f"w-{at}"}
        found.append(to_document(held.accept(plain).record))
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch, documents):
    """A folder with the records in two files, and the working folder."""
    monkeypatch.chdir(tmp_path)
    write("north.jsonl", documents[:25])
    write("south.jsonl", documents[25:])
    return tmp_path


def write(name, records):
    Path(name).write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")


def run(*words, stdin=None):
    return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)


LEVELS = ("--levels", "county,office,unit")


def test_a_file_is_a_batch_of_its_name(folder, documents):
    """DESIGN 9: batch = the file's name, revision 1; each file is one, and the tally holds both."""
    result = run("tally", "north.jsonl", "south.jsonl", "--output", "all.tally")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "north.jsonl revision 1: 25 records in 4 groups\nsouth.jsonl revision 1: 15 records in 4 groups\n"
    )
    made = read_tally(Path("all.tally").read_bytes())
    assert set(made.batches) == {"north.jsonl", "south.jsonl"}
    assert made.levels == ("level_1", "level_2", "level_3")
    assert made.n == 40


def test_the_library_counts_the_same(folder, documents):
    """The command is a few lines over what a host calls."""
    result = run(
        "tally", "north.jsonl", "south.jsonl", "--batch", "all", "--revision", "3", *LEVELS
    )
    levels = ("county", "office", "unit")
    expected = Sop.load(plugins=False).tally(documents, batch="all", revision=3, levels=levels)
    assert result.stdout_bytes == b"".join(tally_lines(expected))
    assert result.stderr == "all revision 3: 40 records in 4 groups\n"


def test_standard_input_is_a_file_too(folder, documents):
    """`-` is read once and looked at as often as it takes."""
    earlier = documents[0]
    mended = {**earlier, "id": "later", "status": "amended", "supersedes": {"id": earlier["id"], "digest": digest_of(earlier)}}  # fmt: skip
    text = "".join(json.dumps(one) + "\n" for one in (mended, *documents[:3]))
    result = run("tally", "-", stdin=text)
    assert (result.exit_code, result.stderr) == (
        0,
        "stdin revision 1: 3 records in 3 groups; skipped: 1 superseded\n",
    )
    assert read_tally(result.stdout_bytes).n == 3
    piped = run("merge", "-", stdin=result.stdout_bytes)
    assert piped.stdout_bytes == result.stdout_bytes


def test_every_bad_line_is_named_and_nothing_is_written(folder, documents):
    """Nothing is lost without a word: each line with its number, and the file that was there stays."""
    Path("out.tally").write_text("what was there")
    bad = [
        documents[0],
        {**documents[1], "locale": "English"},
        documents[2],
        {**documents[3], "scope": list("abcd")},
    ]
    write("bad.jsonl", bad)
    with Path("bad.jsonl").open("a", encoding="utf-8") as file:
        file.write("{\n")
    result = run("tally", "bad.jsonl", *LEVELS, "--output", "out.tally")
    assert (result.exit_code, result.stdout) == (1, "")
    said = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in said] == [
        "bad.jsonl:2",
        "bad.jsonl:5",
        "bad.jsonl:4",
        "bad.jsonl",
    ]
    assert "has 4 places, and the levels are county, office, unit" in said[2]
    assert said[3] == "bad.jsonl: refused, 3 of 5 records cannot be counted; nothing was written"
    assert Path("out.tally").read_text() == "what was there"


def test_bad_lines_are_skipped_where_that_is_asked_for(folder, documents):
    """They are named all the same, and counted as refused in the tally itself."""
    write("bad.jsonl", [documents[0], {**documents[1], "locale": "English"}])
    result = run("tally", "bad.jsonl", "--skip-bad", "--json", "--output", "out.tally")
    assert result.exit_code == 0
    assert json.loads(result.stderr)["file"] == "bad.jsonl:2"
    assert json.loads(result.stdout) == {
        "batch": "bad.jsonl", "revision": 1, "ok": True, "counted": 1, "groups": 1, "skipped": {"refused": 1},
        "again": 0,
    }  # fmt: skip
    (batch,) = read_tally(Path("out.tally").read_bytes()).batches.values()
    assert dict(batch.skipped) == {"refused": 1}
    refused = run("tally", "bad.jsonl", "--json", "--output", "other.tally")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["ok"] is False
    assert not Path("other.tally").exists()


def test_unsettled_sittings_are_named_by_line(folder, documents):
    """Two records under one id: neither counts, and the batch is refused."""
    write("twice.jsonl", [documents[0], {**documents[0], "cycle": "2027-Q1"}, documents[1]])
    result = run("tally", "twice.jsonl")
    assert result.exit_code == 1
    assert "twice.jsonl:" in result.stderr
    assert "Two different records have the id 'r0'" in result.stderr
    skipped = run("tally", "twice.jsonl", "--skip-bad", "--output", "o")
    assert skipped.stdout == "twice.jsonl revision 1: 1 record in 1 group; skipped: 2 unsettled\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.jsonl"], "does not exist"),
        (["north.jsonl", "--batch", "a b"], "batch is 'a b'"),
        (["north.jsonl", "--revision", "0"], "from 1 to"),
        (["north.jsonl", "--levels", "a,,b"], "different ids"),
        (["north.jsonl", "--levels", "a,a"], "different ids"),
        (["north.jsonl", "--under", "social_worker_assessment"], "no version ''"),
        (["north.jsonl", "--under", "none=1.0.0"], "no instrument 'none'"),
        (["north.jsonl", "--output", "north.jsonl"], "is to be read and written"),
        (["north.jsonl", "--output", "sub"], "is no file"),
        (["north.jsonl", "--output", "nowhere/x"], "nowhere/x cannot be written"),
        (["my file.jsonl"], "cannot be the name of a batch"),
        (["north.jsonl", "sub/north.jsonl"], "both called north.jsonl"),
    ],
)
def test_a_call_that_cannot_be_meant_exits_2(folder, documents, words, said):
    """DESIGN 9: exit 2 where the call is wrong; nothing is read or written."""
    Path("sub").mkdir()
    write("my file.jsonl", documents[:1])
    write("sub/north.jsonl", documents[:1])
    before = Path("north.jsonl").read_bytes()
    result = run("tally", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert Path("north.jsonl").read_bytes() == before


def test_a_file_that_changes_meanwhile_is_a_wrong_call(folder, documents, monkeypatch):
    """It is said, and not counted by halves."""
    earlier = documents[0]
    mended = {**earlier, "id": "x", "status": "amended", "supersedes": {"id": earlier["id"], "digest": digest_of(earlier)}}  # fmt: skip
    write("growing.jsonl", [earlier, mended])

    class Growing(command_module._Records):
        def __iter__(self):
            yield from super().__iter__()
            with Path("growing.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps({**documents[1], "id": f"n{file.tell()}"}) + "\n")

    monkeypatch.setattr(command_module, "_Records", Growing)
    result = run("tally", "growing.jsonl")
    assert result.exit_code == 2
    assert "changed while they were read" in result.stderr


def test_a_file_that_cannot_be_read_is_a_wrong_call(folder, monkeypatch):
    """The message says which and why."""

    def broken(_):
        raise OSError(5, "Input/output error", "north.jsonl")
        yield

    monkeypatch.setattr(command_module, "documents_in", broken)
    result = run("tally", "north.jsonl")
    assert result.exit_code == 2
    assert "north.jsonl cannot be read (Input/output error)" in result.stderr


def on_a_terminal(*words):
    """What a person sees of a command whose standard error is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen([sys.executable, "-m", "sop_core", *words], stdout=subprocess.DEVNULL, stderr=theirs)  # fmt: skip
    os.close(theirs)
    seen = b""
    with suppress(OSError):  # so a terminal ends whose other side is closed
        while piece := os.read(ours, 4096):
            seen += piece
    os.close(ours)
    assert done.wait() == 0
    return seen.decode()


def test_progress_is_shown_on_a_terminal_alone(folder):
    """A person sees how far it is; a pipe and a machine see nothing of it."""
    many = Path("north.jsonl").read_text() * 52
    Path("many.jsonl").write_text(many)
    count = ("tally", "many.jsonl", "--output", "many.tally")
    seen = on_a_terminal(*count)
    assert "\r\033[K1,000 records\r\033[K" in seen
    assert "\033" not in on_a_terminal(*count, "--json")
    assert "\033" not in run(*count).stderr
    both = ("merge", "many.tally", "many.tally", "--output", "o.tally")
    seen = on_a_terminal(*both)
    assert "tally 1 of 2\r" in seen
    assert seen.endswith("tally 2 of 2\r\033[K")
    assert "\033" not in on_a_terminal(*both, "--json")
    assert run(*both).stderr == ""


def test_of_a_long_tally_the_lines_are_told(folder, tmp_path):
    """How far it is in each file, every thousand lines."""
    told = []
    with (tmp_path / "long").open("w+b") as file:
        file.write(b"x\n" * 2_500)
        file.seek(0)
        lines = showing.told(file, told.append)
        assert sum(1 for _ in iter(lines.readline, b"")) == 2_500
    assert told == [1_000, 2_000]


# Merging


@pytest.fixture
def two(folder):
    run("tally", "north.jsonl", *LEVELS, "--output", "north.tally")
    run("tally", "south.jsonl", *LEVELS, "--output", "south.tally")
    return folder


def test_tallies_are_merged_in_any_order(two):
    """The bytes are the same, and so they are after merging again, in place too."""
    one = run("merge", "north.tally", "south.tally")
    other = run("merge", "south.tally", "north.tally", "south.tally")
    assert one.exit_code == other.exit_code == 0
    assert one.stdout_bytes == other.stdout_bytes
    assert run("merge", "north.tally", "south.tally", "--output", "north.tally").stdout == ""
    assert Path("north.tally").read_bytes() == one.stdout_bytes


def test_one_file_under_two_names_is_noticed_and_counted(two, documents):
    """DESIGN 9: a batch is told by its id alone; batches with the same counts are named, in words or as JSON, and stay."""
    write("copy.jsonl", documents[:25])
    run("tally", "copy.jsonl", *LEVELS, "--output", "copy.tally")
    result = run("merge", "south.tally", "north.tally", "copy.tally", "north.tally")
    assert result.exit_code == 0
    assert read_tally(result.stdout_bytes).n == 40 + 25
    [line] = result.stderr.splitlines()
    assert (
        "'north.jsonl' counts exactly what 'copy.jsonl' counts: is it the same file under two names?"
        in line
    )
    told = json.loads(run("merge", "north.tally", "copy.tally", "--json").stderr)
    assert told["ok"]
    assert [one["code"] for one in told["issues"]] == ["tally_batches_alike"]


def test_a_file_and_its_copy_in_one_call_are_asked_about(folder, documents):
    """The batch of a file is its name, and a renamed copy would count everybody twice."""
    write("one.jsonl", documents[:3])
    write("copy.jsonl", documents[:3])
    result = run("tally", "one.jsonl", "copy.jsonl", "--output", "out.tally")
    assert result.exit_code == 0
    assert "is it the same file under two names?" in result.stderr


def test_batches_that_only_look_alike_are_merged_without_a_word(two, documents):
    """The same groups with other counts are others, and two batches of nobody say nothing of each other."""
    write("turned.jsonl", [*documents[:24], {**documents[24], "answers": documents[20]["answers"]}])
    write("none.jsonl", [{**documents[0], "status": "draft"}])
    write("nobody.jsonl", [{**documents[0], "status": "draft"}])
    for name in ("turned", "none", "nobody"):
        assert run("tally", f"{name}.jsonl", *LEVELS, "--output", f"{name}.tally").exit_code == 0
    result = run("merge", "north.tally", "turned.tally", "none.tally", "nobody.tally")
    assert (result.exit_code, result.stderr) == (0, "")
    keys = [set(one.groups) for one in read_tally(result.stdout_bytes).batches.values()]
    assert keys.count(keys[-1]) == 2


def test_tallies_that_do_not_fit_exit_1(two, documents):
    """One revision with two contents: refused, in words or as JSON."""
    write("north.jsonl", documents[:24])
    run("tally", "north.jsonl", *LEVELS, "--output", "again.tally")
    result = run("merge", "north.tally", "again.tally", "--output", "all.tally")
    assert result.exit_code == 1
    assert "Revision 1 of batch 'north.jsonl' has two contents" in result.stderr
    assert not Path("all.tally").exists()
    told = run("merge", "north.tally", "again.tally", "--json")
    assert json.loads(told.stderr)["issues"][0]["code"] == "tally_revision_differs"
    run("tally", "north.jsonl", *LEVELS, "--revision", "2", "--output", "again.tally")
    assert read_tally(run("merge", "north.tally", "again.tally").stdout_bytes).n == 24


def test_files_of_one_call_may_have_scopes_of_other_depths(two, documents):
    """Levels that nobody named are as many as the deepest scope has."""
    write("short.jsonl", [{**documents[0], "scope": []}])
    result = run("tally", "short.jsonl", "north.jsonl")
    assert result.exit_code == 0
    assert read_tally(result.stdout_bytes).levels == ("level_1", "level_2", "level_3")


def test_a_broken_tally_is_refused_by_line(two):
    """Every file is looked at before anything is said to be fine."""
    Path("cut.tally").write_bytes(Path("north.tally").read_bytes()[:-20])
    result = run("merge", "cut.tally", "south.tally", "north.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "cut.tally: $[5]: Line 6: The last line has no line break at its end" in result.stderr
    assert (
        "north.jsonl: $[0]['$schema']: Line 1: The line is of kind administration" in result.stderr
    )
    assert "<stdin>: " in run("merge", "-", stdin=b"{}\n").stderr


def test_a_tally_that_cannot_be_read_is_a_wrong_call(two):
    """A folder is no tally."""
    Path("sub").mkdir()
    result = run("merge", "sub")
    assert result.exit_code == 2
    assert "sub cannot be read" in result.stderr


EXPORT = ("--receiver", "state", "--batch", "county-07", "--purpose", "cqi")


def test_a_county_exports_and_a_second_document_says_what_crossed(two):
    """S0-07, S0-09: counts of offices, for the state; no unit, no item, no record of a person."""
    result = run(
        "merge", "north.tally", "south.tally", *EXPORT, "--level", "office",
        "--output", "state.tally", "--crossing", "crossing.json",
    )  # fmt: skip
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    made = read_tally(Path("state.tally").read_bytes())
    assert {key.scope: group.n for key, group in made.groups.items()} == {
        ("county-07", "north"): 20, ("county-07", "south"): 20,
    }  # fmt: skip
    assert all(not group.items for group in made.groups.values())
    crossing = json.loads(Path("crossing.json").read_text())
    assert (crossing["receiver"], crossing["levels"], crossing["n_records"]) == (
        "state",
        ["county", "office"],
        40,
    )
    assert run("check", "crossing.json", "state.tally").exit_code == 0
    whole = run(
        "merge", "north.tally", *EXPORT, "--items", "--crossing", "whole.json", "--revision", "2"
    )
    (group,) = read_tally(whole.stdout_bytes).groups.values()
    assert len(group.items) > 30


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--level", "office"], "name its --receiver"),
        (["--items"], "name its --receiver"),
        (["--receiver", "state"], "also needs --batch, --purpose, --crossing"),
        ([*EXPORT], "also needs --crossing"),
        ([*EXPORT, "--crossing", "x", "--output", "x"], "are two files"),
        ([*EXPORT, "--crossing", "-"], "are two files"),
        ([*EXPORT, "--crossing", "x", "--level", "team"], "no level of this tally"),
        ([*EXPORT, "--crossing", "x", "--purpose", "ranking"], "one of: implementation_progress"),
    ],
)
def test_an_export_that_cannot_be_meant_exits_2(two, words, said):
    """Nothing crosses by a call that is half said."""
    result = run("merge", "north.tally", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert not Path("x").exists()


# Writing


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_rights(two):
    """A tally is confidential: a small unit's is its records."""
    assert stat.S_IMODE(Path("north.tally").stat().st_mode) == 0o600
    Path("north.tally").chmod(0o640)
    run("tally", "north.jsonl", *LEVELS, "--output", "north.tally")
    assert stat.S_IMODE(Path("north.tally").stat().st_mode) == 0o640
    assert not list(two.glob(".*"))


def test_a_fault_while_writing_leaves_what_was_there(folder):
    """The file beside it is gone again, and the old one is whole."""
    place = folder / "out"
    place.write_bytes(b"old")

    def lines():
        yield b"new"
        raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        writing.write_whole(str(place), lines())
    assert place.read_bytes() == b"old"
    assert not list(folder.glob(".out*"))


def test_two_runs_at_once_do_not_write_into_each_other(folder):
    """The second is told to wait; what the first writes is whole."""
    place = folder / "out"

    def slowly():
        yield b"first "
        with pytest.raises(click.UsageError, match="Another run is writing out"):
            writing.write_whole(str(place), [b"second"])
        yield b"and whole"

    writing.write_whole(str(place), slowly())
    assert place.read_bytes() == b"first and whole"


def test_a_file_that_another_run_just_put_in_place_is_not_emptied(folder, monkeypatch):
    """Between opening and locking, the file beside may have become the file itself."""
    place = folder / "out"
    lock, came = writing._lock, []

    def late(file):
        if not came:
            came.append(True)
            (folder / ".out.part").replace(place)
            place.write_bytes(b"theirs")
        return lock(file)

    monkeypatch.setattr(writing, "_lock", late)

    def lines():
        assert place.read_bytes() == b"theirs"
        yield b"ours"

    writing.write_whole(str(place), lines())
    assert (place.read_bytes(), came) == (b"ours", [True])


def test_links_are_kept_and_never_followed_to_another_file(folder):
    """A place that is a link is written where it leads; one left beside the place is refused."""
    (folder / "real").mkdir()
    (folder / "link").symlink_to(folder / "real" / "out")
    writing.write_whole(str(folder / "link"), [b"whole"])
    assert (folder / "link").is_symlink()
    assert (folder / "real" / "out").read_bytes() == b"whole"
    (folder / "victim").write_bytes(b"theirs")
    (folder / ".out.part").symlink_to(folder / "victim")
    with pytest.raises(click.UsageError, match="cannot be written"):
        writing.write_whole(str(folder / "out"), [b"ours"])
    assert (folder / "victim").read_bytes() == b"theirs"


def test_what_a_killed_run_left_is_taken_up_and_nothing_of_it_stays(folder):
    """The part of a file that an earlier run began is emptied first."""
    (folder / ".out.part").write_bytes(b"longer than what is written now")
    writing.write_whole(str(folder / "out"), [b"whole"])
    assert (folder / "out").read_bytes() == b"whole"
    assert not list(folder.glob(".out*"))


def test_a_file_is_on_disk_before_it_takes_its_place(folder, monkeypatch):
    """A power cut leaves the old file or the new one: what is moved was written through, and so is the move."""
    steps = []
    sync, move = os.fsync, Path.replace
    monkeypatch.setattr(writing.os, "fsync", lambda at: steps.append("fsync") or sync(at))
    monkeypatch.setattr(Path, "replace", lambda at, to: steps.append("replace") or move(at, to))
    writing.write_whole(str(folder / "out"), [b"whole"])
    assert steps == ["fsync", "replace", "fsync"]


# Killed at any moment

CHILD = """
import os, signal, sys
from pathlib import Path
from sop_core.cli import showing, writing

place, source = Path(sys.argv[1]), Path(sys.argv[2])
lines = source.read_bytes().splitlines(keepends=True)
old, new = place.read_bytes(), source.read_bytes()
left, states = 0, []

def watch(frame, event, arg):
    global left
    if frame.f_code.co_filename != writing.__file__:
        return None
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return watch

while True:
    left = len(states) + 1
    child = os.fork()
    if child == 0:
        sys.settrace(watch)
        writing.write_whole(str(place), iter(lines))
        os._exit(0)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    states.append({old: "old", new: "new"}[place.read_bytes()])
    if not killed:
        break
    place.write_bytes(old)
print(len(states), states.count("old"), states.count("new"), states[-1])
"""


def test_a_run_that_is_killed_at_any_line_of_its_writing_leaves_the_old_file_or_the_new(two):
    """SIGKILL at each step in turn: never a part of a file, and the run after it goes through."""
    Path("out.tally").write_bytes(Path("south.tally").read_bytes())
    call = [sys.executable, "-c", CHILD, "out.tally", "north.tally"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=two)
    assert done.returncode == 0, done.stderr
    moments, old, new, last = done.stdout.split()
    assert (int(old) > 20, int(new) > 1, last) == (True, True, "new")
    assert int(moments) == int(old) + int(new)
    assert Path("out.tally").read_bytes() == Path("north.tally").read_bytes()
    assert not list(two.glob(".*"))


def test_a_run_that_is_killed_at_any_time_is_run_again(folder, documents):
    """A real process, killed after more and more time: then the next run counts everybody once."""
    write(
        "many.jsonl",
        [{**one, "id": f"{one['id']}.{turn}"} for turn in range(40) for one in documents],
    )
    call = [sys.executable, "-m", "sop_core", "tally", "many.jsonl", "--output", "out.tally"]
    states = set()
    for tenths in (3, 6, 8, 10):
        with subprocess.Popen(
            call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(tenths / 10)
            process.kill()
        states.add(Path("out.tally").exists())
        if Path("out.tally").exists():
            assert read_tally(Path("out.tally").read_bytes()).n == 1600
            os.remove("out.tally")
    assert False in states
    assert run("tally", "many.jsonl", "--output", "out.tally").exit_code == 0
    assert read_tally(Path("out.tally").read_bytes()).n == 1600
    assert not list(folder.glob(".*"))


def test_the_commands_say_what_they_do():
    """Each option is explained."""
    for name in ("tally", "merge"):
        text = run(name, "--help").stdout
        assert "--output" in text
        assert "confidential" in text or name == "merge"


def test_merging_in_the_library_is_merging_on_the_command_line(two):
    """The same tallies come to the same bytes."""
    every = [read_tally(Path(name).read_bytes()) for name in ("north.tally", "south.tally")]
    assert run("merge", "north.tally", "south.tally").stdout_bytes == b"".join(
        tally_lines(merge(*every))
    )
