"""What a reader copies is executed: the rules by which the blocks of a Markdown page are run.

| block | what happens |
|---|---|
| `python` | runs, in one namespace for the page, top to bottom; `>>>` lines are compared, `...` stands for anything |
| `console` | lines that start with `$ ` are commands, the lines below one are its output: compared if there are any |
| `sh` | each line is a command; it must succeed |
| `json` | must be JSON, unless it holds an ellipsis (`…`) |
| `text`, `html`, `toml`, `xml`, `css`, `markdown` | shown, not run |

All of a page's blocks share one empty folder. Of commands, those of `RUN` are executed, `make` needs
a target that exists, `pip install` extras that exist, and any other needs a mark. `# exits 1` at a
command's end says that it fails. In expected output `...` alone on a line stands for any lines, within
one for any text.

Invisible marks, on the line before a block: `<!-- file: NAME -->` writes the block to a file instead of
running it, `<!-- not run: REASON -->` leaves it out and says why.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from sybil import Document, Example, Region
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer

ROOT = Path(__file__).resolve().parents[2]
RUN = {"cat", "echo", "head", "ls", "printf", "python", "sop", "test", "wc"}
SHOWN_ONLY = {"css", "html", "markdown", "mermaid", "text", "toml", "xml"}

_FENCES = RawFencedCodeBlockLexer(re.compile(r"(?P<language>[^\n]*)$\n", re.MULTILINE))
_MARK = re.compile(r"<!--\s*(?P<word>file|not run):\s*(?P<rest>.*?)\s*-->\s*\Z")
_EXITS = re.compile(r"#\s*exits\s+(?P<code>\d+)\s*\Z")
_ELLIPSIS = re.compile(r"\.\.\.|…")
_PROMPTS = DocTestStringParser(DocTestEvaluator(doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE))


class SnippetError(AssertionError):
    """A block does not do what the page says."""


def parse(document: Document) -> Iterable[Region]:
    """The blocks of a page as examples, each with what is to be done with it."""
    for region in _FENCES(document):
        language = region.lexemes["language"].strip()
        region.parsed = region.lexemes["source"]
        mark = _MARK.search(document.text[: region.start].rstrip("\n"))
        if mark and mark["word"] == "file":
            region.evaluator = _written(mark["rest"])
        elif mark:
            region.evaluator = _left_out(mark["rest"])
        elif language == "python" and region.parsed.lstrip().startswith(">>>"):
            for prompt in _PROMPTS(region.parsed, document.path):
                prompt.adjust(region, region.parsed)
                yield prompt
            continue
        else:
            region.evaluator = _EVALUATORS.get(language, _unknown(language))
        yield region


def _written(name: str):
    def write(example: Example) -> None:
        path = Path(name)
        if path.is_absolute() or ".." in path.parts:
            raise SnippetError(f"a block's file stays in the page's folder, unlike {name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.parsed, encoding="utf-8")

    return write


def _left_out(reason: str):
    def leave_out(_example: Example) -> None:
        if len(reason.split()) < 3:
            raise SnippetError(
                f"`not run` needs a reason that a reader understands, not {reason!r}"
            )

    return leave_out


def _unknown(language: str):
    def refuse(_example: Example) -> None:
        known = ", ".join(sorted(_EVALUATORS))
        raise SnippetError(f"a block says {language!r}; the pages' languages are {known}")

    return refuse


def _json(example: Example) -> None:
    if "…" not in example.parsed:
        json.loads(example.parsed)


def _console(example: Example) -> None:
    for command, expected in conversation(example.parsed):
        _obey(command, expected)


def _sh(example: Example) -> None:
    for line in example.parsed.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            _obey(line, "")


def conversation(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block with the output that is shown below it."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if parts[0].strip():
        raise SnippetError("a console block starts with a command: `$ ...`")
    for part in parts[1:]:
        lines = part.splitlines()
        last = next((n for n, line in enumerate(lines) if not line.endswith("\\")), len(lines) - 1)
        yield "\n".join(lines[: last + 1]), "\n".join(lines[last + 1 :])


def _obey(command: str, expected: str) -> None:
    words = shlex.split(command, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if not words:
        raise SnippetError(f"no command in {command!r}")
    if words[0] == "make":
        _known_target(words[1:])
    elif words[:2] == ["pip", "install"] or words[:4] == ["python", "-m", "pip", "install"]:
        _known_extras(words)
    elif words[0] in RUN:
        _execute(command, expected)
    else:
        raise SnippetError(f"{words[0]!r} is not run; mark the block: <!-- not run: REASON -->")


def _known_target(words: list[str]) -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", text, re.MULTILINE))
    asked = {word for word in words if "=" not in word}
    if not asked <= targets:
        raise SnippetError(f"the Makefile has no target {', '.join(sorted(asked - targets))}")


def _known_extras(words: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for word in words:
        for extras in re.findall(rf"{project['name']}\[([a-z,]+)\]", word):
            unknown = set(extras.split(",")) - project["optional-dependencies"].keys()
            if unknown:
                raise SnippetError(f"there is no extra {', '.join(sorted(unknown))}")


def _execute(command: str, expected: str) -> None:
    exits = _EXITS.search(command)
    code = int(exits["code"]) if exits else 0
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SOP_")}
    here = str(Path(sys.executable).parent)
    path = os.pathsep.join([here, kept.get("PATH", "")])
    done = subprocess.run(
        ["bash", "-c", command],
        env={**kept, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    said = done.stdout + done.stderr
    if done.returncode != code:
        raise SnippetError(f"$ {command}\nexits {done.returncode}, not {code}:\n{said}")
    if expected.strip() and not matches(expected, said):
        raise SnippetError(f"$ {command}\nthe page says:\n{expected}\nthe command says:\n{said}")


def matches(expected: str, said: str) -> bool:
    """Whether output is what a page shows; `...` stands for any lines, or any text of one line."""
    lines = [line.rstrip() for line in expected.strip("\n").splitlines()]
    pattern = "".join(
        r"(?:.*\n)*?" if _ELLIPSIS.fullmatch(line) else _line(line) + r"[ \t]*\n" for line in lines
    )
    return re.fullmatch(pattern, said.strip("\n") + "\n") is not None


def _line(line: str) -> str:
    return ".*".join(re.escape(part) for part in _ELLIPSIS.split(line))


_EVALUATORS = {
    "python": PythonEvaluator(),
    "console": _console,
    "sh": _sh,
    "json": _json,
    **dict.fromkeys(SHOWN_ONLY, lambda _example: None),
}
