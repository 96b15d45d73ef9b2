"""`sop new instrument`, as a person at a terminal, a script, and a spreadsheet use it."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sop_core import Sop
from sop_core.cli.app import sop as command
from sop_core.cli.authoring import asking, output
from sop_core.cli.authoring.columns import TEMPLATE
from sop_core.instruments import describe

WHO = ("--role", "social_worker", "--no-anonymous", "--source", "our team", "--rights", "County 07")
FLAGS = ("--title", "After our visit", "--publisher", "county07", *WHO)
FILE = "county07.after_our_visit-1.0.0.json"

ANSWERS = """\
en
After our visit
county07

parent_guardian


Our own team
County 07
agreement5
The visit
I was heard.
I felt rushed.

The plan
It fits my family.


q02
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Call `sop` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words, stdin=None):
        return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)

    return call


@pytest.fixture
def new(run):
    """Call `sop new instrument`."""
    return lambda *words, stdin=None: run("new", "instrument", *words, stdin=stdin)


@pytest.fixture
def sheet(tmp_path):
    """The template as a file."""
    path = tmp_path / "visit.csv"
    path.write_text(TEMPLATE)
    return str(path)


def written(name=FILE):
    return json.loads(Path(name).read_text("utf-8"))


def test_a_few_answers_make_an_instrument_that_checks_and_scores(new, run):
    """What the questions give is fine for `sop check`, and takes a first record."""
    result = new(stdin=ANSWERS)
    assert result.exit_code == 0, result.stderr
    assert f"{FILE}: written, 3 items, 5 worked cases\n" in result.stdout
    assert "  the_visit: the mean of q01, q02 (reverse-keyed)\n" in result.stdout
    document = written()
    assert document["id"] == "county07.after_our_visit"
    assert document["anonymous"] is True  # what Enter means for a parent
    assert "intro" not in document
    assert run("check", FILE).stdout == f"{FILE}: fine (instrument)\n"
    held = Sop.load(plugins=False, definitions=[FILE], require=["county07.after_our_visit"])
    form = held.form("county07.after_our_visit")
    fields = {"q01": "5", "q02": "5", "q03": "na"}
    record = form.read(fields, id="a1", cycle="2026-Q4", submitted_at="2026-11-21")
    scales = held.accept(record).score.scales
    assert str(scales["the_visit"].value) == "3"
    assert scales["the_plan"].status == "not_applicable"
    instrument = held.catalog.instrument("county07.after_our_visit")
    assert "at least half of the items" in describe(instrument, instrument.scales[0])


def test_an_answer_that_does_not_fit_is_asked_again_with_the_reason(new):
    """Each rule says why, on standard error, and the question comes again."""
    wrong = {
        "en\n": "English\nen en\nen\n",
        "After our visit\n": "\nAfter \u202eour visit\nAfter our visit\n",
        "county07\n": "County 07\ncounty07\n",
        "\nparent_guardian": "a b\nparent_guardian_survey\n\nparents & guardians\nparent_guardian",
        "\n\nOur own team": "perhaps\n\n\nOur own team",
        "agreement5": "agrement5\nagreement5",
        "The plan": "the visit\nThe plan",
        "q02\n": "q2\nq02\n",
    }
    answers = ANSWERS
    for right, several in wrong.items():
        assert right in answers
        answers = answers.replace(right, several, 1)
    result = new("--output", "mine.json", "--version", "1", stdin=answers)
    assert result.exit_code == 0, result.stderr
    for reason in (
        "'English' is no language",
        "A language stands twice",
        "Enter alone is no answer here",
        "reorders what a reader sees",
        "'County 07' is no prefix",
        "'a b' is no id",
        "'parents & guardians' is no id",
        "Please answer yes or no",
        "Did you mean 'agreement5'?",
        "This would get the id the_visit",
        "There is no 'q2'. They are: q01, q02, q03",
    ):
        assert result.stderr.count(reason) == 1, reason
    assert "parent_guardian_survey 1.0.0 is in force already" in result.stderr
    assert written("mine.json")["id"] == "county07.after_our_visit"


def test_own_labels_in_two_languages(new):
    """Each text is asked for in each language; labels count from the lowest to the highest."""
    answers = (
        "number_9\nown\nNo\nNo\n\nYes\nSí\n\nDoes not apply\nNo corresponde\n"
        "The visit\nLa visita\nI was heard.\nMe escucharon.\n\n\n\n"
    )
    both = ("--language", "en", "--language", "es", "--title", "es=Visita", "--title", "Visit")
    result = new(*both, "--id", "county07.visit", *WHO, stdin="Before\nAntes\n" + answers)
    assert result.exit_code == 0, result.stderr
    document = written("county07.visit-1.0.0.json")
    assert document["title"] == {"en": "Visit", "es": "Visita"}
    assert document["intro"] == {"en": "Before", "es": "Antes"}
    assert document["translations"] == {"en": "original", "es": "draft"}
    assert document["response_sets"]["answers"]["options"] == [
        {"code": "1", "value": 1, "label": {"en": "No", "es": "No"}},
        {"code": "2", "value": 2, "label": {"en": "Yes", "es": "Sí"}},
        {
            "code": "na",
            "missing": "not_applicable",
            "label": {"en": "Does not apply", "es": "No corresponde"},
        },
    ]


def test_a_ready_made_set_without_labels_in_a_language_is_not_taken(new):
    """agreement5 has no Vietnamese: it is said, and own labels are asked for."""
    answers = "\nagreement5\nown\nKhông\nCó\n\n\nA\nB\n\n\n\n"
    flags = ("--language", "vi", "--title", "Khảo sát", "--id", "county07.khao_sat", *WHO)
    result = new(*flags, stdin=answers)
    assert result.exit_code == 0, result.stderr
    assert (
        "agreement5 has labels in English and Spanish, and none in vi. Write own." in result.stderr
    )
    document = written("county07.khao_sat-1.0.0.json")
    assert len(document["response_sets"]["answers"]["options"]) == 2


@pytest.mark.parametrize(
    ("kind", "type_", "bounds"),
    [("mastery5", "choice", (None, None)), ("yes_no", "boolean", (None, None)), ("number_0_10", "integer", (0, 10))],
)  # fmt: skip
def test_each_ready_made_way_of_answering_is_asked_with_its_type(new, kind, type_, bounds):
    """By flag, so that only the items are asked for."""
    result = new(
        *FLAGS, "--intro", "Hello", "--language", "en", "--response-set", kind, stdin="A\nB\n\n\n\n"
    )
    assert result.exit_code == 0, result.stderr
    item = written()["sections"][0]["items"][0]
    assert (item["type"], item.get("minimum"), item.get("maximum")) == (type_, *bounds)


@pytest.mark.parametrize("after", range(0, ANSWERS.count("\n"), 3))
def test_who_stops_leaves_nothing(new, tmp_path, after):
    """Input that ends at any question writes no file and exits 2."""
    result = new(stdin="".join(ANSWERS.splitlines(keepends=True)[:after]))
    assert result.exit_code == 2
    assert "Stopped before the last answer. Nothing was written." in result.stderr
    assert result.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_an_existing_file_is_left_alone(new, sheet, tmp_path):
    """It is said before the first question; with --force the file is replaced, through a link too."""
    mine = tmp_path / "mine.json"
    mine.write_text("mine")
    link = tmp_path / "link.json"
    link.symlink_to(mine)
    for name in ("mine.json", "link.json"):
        result = new("-o", name, stdin=ANSWERS)
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{name} already exists" in result.stderr
        assert "Title" not in result.stderr
        assert new("--csv-template", "-o", name).exit_code == 2
    assert mine.read_text() == "mine"
    assert new(*FLAGS, "--from-csv", sheet, "-o", "link.json", "--force").exit_code == 0
    assert link.is_symlink()
    assert written("mine.json")["id"] == "county07.after_our_visit"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "link.json",
        "mine.json",
        "visit.csv",
    ]


def test_an_id_whose_file_exists_is_asked_for_again(new):
    """Nobody's answers are lost because the file of the default name was there."""
    Path(FILE).write_text("mine")
    answers = ANSWERS.replace("\n\nparent", "\n\ncounty07.other\nparent", 1)
    result = new(stdin=answers)
    assert result.exit_code == 0, result.stderr
    assert f"{FILE} already exists" in result.stderr
    assert Path(FILE).read_text() == "mine"
    assert written("county07.other-1.0.0.json")["title"] == {"en": "After our visit"}


@pytest.mark.parametrize(
    ("name", "says"),
    [("folder", "is a folder"), ("no/such/x.json", "There is no folder"), ("pipe", "is no plain file")],
)  # fmt: skip
def test_a_place_that_takes_no_file_is_a_wrong_call(new, sheet, tmp_path, name, says):
    """A folder, a missing folder and a device are said at once, also with --force."""
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    result = new(*FLAGS, "--from-csv", sheet, "-o", name, "--force")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_file_is_whole_or_not_there(new, sheet, tmp_path, monkeypatch):
    """A disk that fails leaves no half of a file and no other trace; the work goes to standard output."""

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    result = new(*FLAGS, "--from-csv", sheet)
    assert result.exit_code == 2
    assert "cannot be written (No space left on device)" in result.stderr
    assert json.loads(result.stdout)["id"] == "county07.after_our_visit"
    assert [path.name for path in tmp_path.iterdir()] == ["visit.csv"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path, monkeypatch):
    """Two writers at once: the second one loses, with links and on a file system without them."""
    path = tmp_path / "x.json"
    output.write(path, "one", force=False)
    with pytest.raises(FileExistsError):
        output.write(path, "two", force=False)

    def without_links(*_):
        raise PermissionError

    monkeypatch.setattr(output.os, "link", without_links)
    with pytest.raises(FileExistsError):
        output.write(path, "two", force=False)
    assert path.read_text() == "one"
    output.write(tmp_path / "y.json", "two", force=False)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["x.json", "y.json"]


def test_a_sheet_and_flags_ask_nothing(new, sheet):
    """Everything can be said by flags, for scripts; scales and what is in none are listed."""
    result = new(*FLAGS, "--screen", "case.view", "--intro", "Hello", "--from-csv", sheet)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "  in no scale: what_helps\n" in result.stdout
    document = written()
    assert (document["screens"], document["intro"]) == (["case.view"], {"en": "Hello"})
    assert [case["id"] for case in document["cases"]] == [
        "all_lowest", "all_highest", "mixed", "half_answered", "too_few_answered",
    ]  # fmt: skip


def test_a_sheet_may_come_by_a_pipe_and_go_to_one(new, run):
    """`-` is standard input and standard output; with --json the definition is one line."""
    result = new(*FLAGS, "--from-csv", "-", "-o", "-", stdin=TEMPLATE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("check", "-", stdin=result.stdout).exit_code == 0
    line = new(*FLAGS, "--from-csv", "-", "-o", "-", "--json", stdin=TEMPLATE).stdout
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(result.stdout)


def test_what_is_missing_is_listed_and_never_guessed(new, sheet):
    """Without a terminal a sheet needs its flags: all that are missing are named at once."""
    result = new("--from-csv", sheet)
    assert result.exit_code == 2
    for flag in (
        "--title",
        "--id",
        "--role",
        "--anonymous or --no-anonymous",
        "--source",
        "--rights",
    ):
        assert flag in result.stderr
    assert not Path(FILE).exists()


def test_wrong_flags_are_named_at_once(new, sheet):
    """Each with its reason; the call is wrong, not the data."""
    result = new(
        "--title", "x", "--title", "y", "--publisher", "X Y", "--id", "a b", "--role", "", "--source", " ",
        "--rights", "r" * 1001, "--screen", "case view", "--intro", "\x1b[D", "--no-anonymous", "--from-csv", sheet,
        "--version", "one",
    )  # fmt: skip
    assert result.exit_code == 2
    for said in ("--title: A text in en stands twice", "--publisher: 'X Y'", "--id: 'a b'", "--role: ''", "--source: ",
                 "--rights: These are 1,001", "--screen: 'case view'", "--intro in en: This holds a control", "--version: 'one'"):  # fmt: skip
        assert said in result.stderr
    assert new("--language", "English", stdin="").exit_code == 2
    assert (
        "--title is not said in es"
        in new("--language", "en", "--language", "es", "--title", "x").stderr
    )
    undecodable = new(*FLAGS[2:], "--title", "\udcff", "--from-csv", sheet)
    assert "This is not UTF-8" in undecodable.stderr
    assert (
        "has no letter for an id" in new(*FLAGS[2:], "--title", "訪問", "--from-csv", sheet).stderr
    )


def test_a_faulty_sheet_is_refused_in_its_own_terms(new, tmp_path):
    """Exit 1, each issue with row and column, as words or as JSON, and nothing is written."""
    path = tmp_path / "bad.csv"
    path.write_text("section,item,text,type\nA,q 1,,text\n")
    result = new(*FLAGS, "--from-csv", str(path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{path}: row 2, column item: 'q 1' is not" in result.stderr
    assert f"{path}: row 2, column text: The cell is empty" in result.stderr
    assert result.stderr.endswith("Nothing was written.\n")
    found = json.loads(new(*FLAGS, "--from-csv", str(path), "--json").stderr)
    assert [issue["path"] for issue in found["issues"]] == [
        "row 2, column item",
        "row 2, column text",
    ]
    assert found["ok"] is False
    assert [one.name for one in tmp_path.iterdir()] == ["bad.csv"]


def test_a_report_for_machines(new, sheet):
    """With --json the report is one line: file, kind, ok, and advice as issues."""
    result = new(*FLAGS[:2], "--id", "visit", *WHO, "--from-csv", sheet, "--json")
    found = json.loads(result.stdout)
    assert (found["file"], found["kind"], found["ok"]) == ("visit-1.0.0.json", "instrument", True)
    assert [(issue["code"], issue["severity"]) for issue in found["issues"]] == [
        ("id_without_prefix", "advice")
    ]


def test_advice_names_the_row(new, tmp_path):
    """S1-01: a frequency word in an item for staff is said where it stands, and refuses nothing."""
    path = tmp_path / "often.csv"
    path.write_text("section,item,text,response_set\nA,q1,I often listen.,mastery5\n")
    result = new(*FLAGS, "--from-csv", str(path))
    assert result.exit_code == 0
    assert f"{path}: advice: row 2, column text: This speaks of how often (often)" in result.stderr


def test_an_id_in_force_is_not_taken(new, sheet, run):
    """A second definition of one id and version would put both out of force; a new version does not."""
    assert new(*FLAGS, "--from-csv", sheet).exit_code == 0
    again = (*FLAGS, "--from-csv", sheet, "--definitions", FILE)
    result = new(*again, "-o", "other.json")
    assert result.exit_code == 2
    assert "county07.after_our_visit 1.0.0 is in force already" in result.stderr
    assert new(*again, "--version", "1", "-o", "other.json").exit_code == 2
    assert new(*again, "--version", "1.1.0").exit_code == 0
    assert run("check", ".").exit_code == 0 or Path("visit.csv").exists()


def test_the_template_goes_to_standard_output_or_to_a_file(new):
    """A sheet to begin with, in one command."""
    assert new("--csv-template").stdout == TEMPLATE
    assert new("--csv-template", "-o", "sheet.csv").exit_code == 0
    assert Path("sheet.csv").read_text() == TEMPLATE


def test_a_sheet_that_is_not_there_is_a_wrong_call(new):
    """A mistyped path is named."""
    assert new(*FLAGS, "--from-csv", "no.csv").exit_code == 2


# At a real terminal. The child is another program at once, so that the threads of a test runner do not matter to it.

forks = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def terminal(tmp_path):
    """Call `sop new instrument` on a terminal of its own, and type."""
    pty = pytest.importorskip("pty", reason="not on this Python: pseudo-terminals")

    def call(*typed, words=()):
        child, held = pty.fork()
        if not child:  # pragma: no cover - another process
            os.chdir(tmp_path)
            os.environ.update(TERM="dumb", PYTHONUTF8="1")
            # Whoever runs the tests in the background has it ignored, and children inherit that.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execv(
                sys.executable, [sys.executable, "-m", "sop_core", "new", "instrument", *words]
            )
        seen = ""
        for line in (*typed, ""):
            for _ in range(60):
                if not select.select([held], [], [], 1)[0]:
                    if not line and typed[-1:] == ("\x03",):
                        # It may come between a prompt and the reading of the line, where Python
                        # hears it at the next key alone: a person presses it again.
                        os.write(held, b"\x03")
                    continue
                try:
                    seen += os.read(held, 4096).decode("utf-8", "replace")
                except OSError:  # the child has ended
                    break
                if line and seen.endswith(": "):
                    break
            if line:
                os.write(held, line.encode())
                seen += "\n"
        os.close(held)
        return seen, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    return call


@forks
def test_control_c_leaves_nothing(terminal, tmp_path):
    """At a terminal, between two answers."""
    seen, code = terminal("\r", "After our visit\r", "\x03")
    assert code == 2, seen
    assert "Stopped before the last answer. Nothing was written." in seen
    assert list(tmp_path.iterdir()) == []


@forks
def test_a_terminal_is_asked_for_what_the_flags_of_a_sheet_leave_open(terminal, tmp_path, sheet):
    """A faulty sheet is refused before the first question; of a sound one, only the rest is asked."""
    seen, code = terminal(
        "county07\r",
        "\r",
        words=("--title", "Visit", "--from-csv", sheet, "--intro", "Hello", *WHO),
    )
    assert code == 0, seen
    assert (tmp_path / "county07.visit-1.0.0.json").exists()
    Path(sheet).write_text("section,item,text\nA,q1,x\n")
    seen, code = terminal(words=("--from-csv", sheet))
    assert code == 1, seen
    assert "row 2, column response_set" in seen
    assert "Title" not in seen


def test_bytes_that_are_no_utf8_are_asked_for_again(monkeypatch):
    """A terminal in another encoding gets the reason instead of an exception."""

    def typed(_):
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr("builtins.input", typed)
    person = asking.at_the_terminal()
    assert asking.checks.text(person.read("Title: ")).startswith("This is not UTF-8")
