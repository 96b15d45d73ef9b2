"""The questions of `sop new instrument`: one after another, each asked again with the reason until it fits.

Questions go to standard error, so that a definition may go to standard output. Nothing is kept
before the last answer: whoever stops leaves nothing behind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module

from attrs import frozen

from sop_core.cli.authoring import checks
from sop_core.cli.authoring.cells import slug
from sop_core.cli.authoring.checks import Rule
from sop_core.cli.authoring.drafts import About, Draft, ItemDraft, ScaleDraft, SectionDraft, Words
from sop_core.cli.authoring.ready import READY, Option, languages_lacking, options_of
from sop_core.errors import listed
from sop_core.types import ItemType

OWN = "own"
MOST_ITEMS = 500
MOST_SECTIONS = 50
MOST_LABELS = 90


@frozen
class Person:
    """Whoever answers: `read` shows a prompt and gives a line (EOFError at the end), `say` shows a line."""

    read: Callable[[str], str]
    say: Callable[[str], None]

    def ask(self, question: str, rule: Rule, *, default: str = "", optional: bool = False) -> str:
        """An answer that keeps the rule; Enter alone is the default, or nothing where that may be."""
        shown = f"{question} [{default}]: " if default else f"{question}: "
        while True:
            said = self.read(shown).strip() or default
            if not said and not optional:
                self.say("  Enter alone is no answer here; please write one.")
                continue
            wrong = rule(said) if said else None
            if wrong is None:
                return said
            self.say(f"  {wrong}")

    def words(
        self,
        question: str,
        languages: tuple[str, ...],
        *,
        ends: str = "",
        rule: Rule = checks.text,
    ) -> dict[str, str]:
        """A text in every language. Where `ends` says what Enter alone does, the first may be left out."""
        said: dict[str, str] = {}
        for at, language in enumerate(languages):
            which = f"{question} in {language}" if len(languages) > 1 else question
            if at:
                said[language] = self.ask(which, checks.text)
                continue
            asked = f"{which} ({ends})" if ends else which
            answer = self.ask(asked, rule, optional=bool(ends))
            if not answer:
                return {}
            said[language] = answer
        return said

    def yes(self, question: str, *, default: str) -> bool:
        """A yes or a no."""
        return (
            self.ask(f"{question} (yes or no)", checks.yes_no, default=default)[0].casefold() == "y"
        )


def at_the_terminal() -> Person:
    """The person at standard input: with line editing where that is a terminal, else a line each."""

    def say(line: str) -> None:
        sys.stderr.write(line + "\n")

    def read_line(prompt: str) -> str:
        sys.stderr.write(prompt)
        sys.stderr.flush()
        data = sys.stdin.buffer.readline()
        if not data:
            say("")
            raise EOFError
        line = data.decode("utf-8", "surrogateescape").rstrip("\r\n")
        say(line.encode("utf-8", "backslashreplace").decode())  # nobody typed it on this screen
        return line

    def edit_line(prompt: str) -> str:
        try:
            return input(prompt)
        except UnicodeDecodeError:
            return "\udcff"  # what stands for a byte that is no UTF-8; the rules know it

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return Person(read_line, say)
    with suppress(ImportError):
        import_module("readline")  # gives input() its line editing
    return Person(edit_line, say)


def ask_kind(person: Person, languages: tuple[str, ...]) -> tuple[str, list[Option]]:
    """How the items are answered: a ready-made way by name, or `own` with its options."""
    person.say("How are the items answered?")
    for name, ready in READY.items():
        person.say(f"  {name:12} {ready.said}")
    person.say(f"  {OWN:12} labels of your own, from the lowest to the highest")
    choose = checks.one_of([*READY, OWN])

    def rule(said: str) -> str | None:
        lacks = languages_lacking(READY[said].response_set, languages) if said in READY else []
        if lacks:
            return f"{said} has labels in English and Spanish, and none in {listed(lacks)}. Write {OWN}."
        return choose(said)

    name = person.ask(
        "One of these",
        rule,
        default="" if languages_lacking("agreement5", languages) else "agreement5",
    )
    return name, (_own_options(person, languages) if name == OWN else [])


def _own_options(person: Person, languages: tuple[str, ...]) -> list[Option]:
    options: list[Option] = []
    while len(options) < MOST_LABELS:
        at = len(options) + 1
        asked = f"Label {at}" + (", the lowest" if at == 1 else "")
        label = person.words(asked, languages, ends="Enter ends" if at > 2 else "")
        if not label:
            break
        options.append({"code": str(at), "value": at, "label": label})
    label = person.words(
        "Label for an item that does not apply", languages, ends="Enter for no such answer"
    )
    if label:
        options.append({"code": "na", "missing": "not_applicable", "label": label})
    return options


def ask_parts(person: Person, about: About, kind: str, own: list[Option]) -> Draft:
    """Sections and their items until an empty line, then what is reverse-keyed; each section is a scale."""
    languages = about.languages
    ready = READY.get(kind)
    name = ready.response_set if ready else "answers"
    sections: list[SectionDraft] = []
    count = 0
    while len(sections) < MOST_SECTIONS and count < MOST_ITEMS:
        title = _section_title(person, languages, sections)
        if not title:
            break
        items: list[ItemDraft] = []
        while count < MOST_ITEMS:
            ends = "Enter ends the section" if items else ""
            text = person.words(f"  Item q{count + 1:02d}", languages, ends=ends)
            if not text:
                break
            count += 1
            items.append(
                ItemDraft(
                    id=f"q{count:02d}",
                    type=ready.type.value if ready else ItemType.CHOICE.value,
                    text=text,
                    response_set=name,
                    minimum=ready.bounds[0] if ready and ready.bounds else None,
                    maximum=ready.bounds[1] if ready and ready.bounds else None,
                )
            )
        sections.append(
            SectionDraft(
                id=_section_id(title, languages, sections), title=title, items=tuple(items)
            )
        )
    ids = [item.id for section in sections for item in section.items]
    person.say("Reverse-keyed items are those in which a high answer means something worse.")
    asked = f"Which of {listed(ids, most=30)}, with spaces between them (Enter for none)"
    said = person.ask(asked, checks.some_of(ids), optional=True)
    reverse = checks.split(said)
    return Draft(
        about=about,
        sections=tuple(sections),
        scales=tuple(_scale(section, reverse) for section in sections),
        sets={name: own or options_of(name, languages)},
    )


def _section_id(title: Words, languages: tuple[str, ...], sections: list[SectionDraft]) -> str:
    return slug(title[languages[0]]) or f"section_{len(sections) + 1}"


def _section_title(
    person: Person, languages: tuple[str, ...], sections: list[SectionDraft]
) -> dict[str, str]:
    taken = {section.id: section.title[languages[0]] for section in sections}

    def rule(said: str) -> str | None:
        made = _section_id({languages[0]: said}, languages, sections)
        if made in taken:
            return f"This would get the id {made}, which the section {taken[made]!r} has. Write another title."
        return checks.text(said)

    ends = "Enter if that was the last" if sections else ""
    asked = f"Title of section {len(sections) + 1}"
    return person.words(asked, languages, ends=ends, rule=rule)


def _scale(section: SectionDraft, reverse: tuple[str, ...]) -> ScaleDraft:
    items = tuple(item.id for item in section.items)
    return ScaleDraft(
        id=section.id,
        title=section.title,
        items=items,
        reverse=tuple(one for one in items if one in reverse),
    )
