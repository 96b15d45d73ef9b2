"""Every page does what it says: its snippets run, its links lead somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from click import Context
from sybil import Document

from sop_core.cli.app import sop as command
from tests.docs import snippets

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("plugins/*/README.md"),
    ]
)
_LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?P<to>[^)#\s]+)(?:#[^)]*)?\)")


def run(page: Path) -> int:
    """Run a page's blocks in the current folder; how many there were."""
    document = Document.parse(str(page), snippets.parse)
    # A module of its own, so that classes defined on a page know where they come from.
    module = ModuleType("page_under_test")
    document.namespace = module.__dict__
    sys.modules[module.__name__] = module
    sys.path.insert(0, "")
    try:
        for example in document.examples():
            try:
                example.evaluate()
            except Exception as error:
                error.add_note(f"{page}:{example.line}")
                raise
    finally:
        del sys.modules[module.__name__]
        sys.path.remove("")
    return len(document.regions)


@pytest.fixture
def own_folder(tmp_path, monkeypatch, clean_environment):
    """An empty folder for a page's files; modules that a page wrote are forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).resolve().is_relative_to(tmp_path):
            del sys.modules[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_runs(page, own_folder):
    """Python and console blocks do what the page says, in order, in one folder."""
    run(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_page_leads_somewhere(page):
    """Each relative link of a page points at a file of the repository."""
    text = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    links = [match["to"] for match in _LINK.finditer(text)]
    inside = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_the_first_page_shows_something_that_runs(own_folder):
    """README has at least one executed block in its first screen (40 lines)."""
    document = Document.parse(str(ROOT / "README.md"), snippets.parse)
    lines = [
        example.line
        for example in document.examples()
        if example.region.lexemes.get("language", "python").strip() in ("python", "console")
    ]
    assert lines
    assert lines[0] <= 40


GOOD = """
<!-- file: answer.json -->
```json
{"answer": 42}
```
```python
import json
from pathlib import Path
answer = json.loads(Path("answer.json").read_text())["answer"]
```
```python
>>> answer + 1
43
```
```console
$ cat answer.json
{"answer": ...}
$ test -e question.json  # exits 1
$ printf 'a\\nb\\nc\\n'
a
...
$ PORT=8123 make demo
$ pip install "sop-core[cli,html]"
```
<!-- not run: it needs a server of the reader's own -->
```console
$ ssh somewhere
```
```json
{"instrument": …}
```
"""

BAD = {
    "python that raises": ("```python\n1 / 0\n```", ZeroDivisionError, "division"),
    "python that says otherwise": ("```python\n>>> 1 + 1\n3\n```", AssertionError, "Expected"),
    "a command that fails": ("```console\n$ test -e x\n```", AssertionError, "exits 1, not 0"),
    "one that should fail": (
        "```console\n$ echo a # exits 1\n```",
        AssertionError,
        "exits 0, not 1",
    ),
    "other output": ("```console\n$ echo a\nb\n```", AssertionError, "the page says"),
    "more output": ("```console\n$ printf 'a\\nb\\n'\na\n```", AssertionError, "the page says"),
    "no command": ("```console\necho a\n```", AssertionError, "starts with a command"),
    "an unknown command": ("```sh\ncurl x\n```", AssertionError, "is not run"),
    "an unknown target": ("```sh\nmake tea\n```", AssertionError, "no target tea"),
    "an unknown extra": ("```sh\npip install sop-core[tea]\n```", AssertionError, "no extra tea"),
    "json that is none": ("```json\n{'a': 1}\n```", ValueError, "property name"),
    "a language that escapes": ("```py\n1\n```", AssertionError, "languages are"),
    "no language": ("```\n1\n```", AssertionError, "languages are"),
    "no reason": ("<!-- not run: later -->\n```python\n1\n```", AssertionError, "needs a reason"),
    "a file outside": ("<!-- file: ../x -->\n```text\n1\n```", AssertionError, "stays in"),
}


def test_a_page_of_each_kind_of_block_runs(own_folder):
    """Files are written, blocks share a namespace and a folder, output may hold ellipses."""
    page = own_folder / "page.md"
    page.write_text(GOOD, encoding="utf-8")
    assert run(page) == 6
    assert (own_folder / "answer.json").exists()


@pytest.mark.parametrize(("text", "kind", "words"), BAD.values(), ids=BAD)
def test_a_block_that_is_not_true_is_found(text, kind, words, own_folder):
    """Each way in which a block can be wrong stops the page and names its line."""
    page = own_folder / "page.md"
    page.write_text(f"# Page\n\n{text}\n", encoding="utf-8")
    with pytest.raises(kind, match=words) as raised:
        run(page)
    assert f"{page}:" in "".join(raised.value.__notes__)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_releases_without_a_ledger(page):
    """DESIGN 7: what a reader copies keeps the rule that the page sets: one ledger for all of one set of people."""
    commands = re.findall(r"^\$ (sop release .*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert [one for one in commands if "--ledger" not in one] == []


def test_the_glossary_promises_no_kit_that_does_not_ship():
    """A word of the glossary may be ahead of the library only if it says so."""
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    [kit] = re.findall(r"^- \*\*conformance kit\*\* — (.*)$", glossary, re.MULTILINE)
    ships = "conform" in command.list_commands(Context(command))
    assert ("none ships yet" in kit) == (not ships)
