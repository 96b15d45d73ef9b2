"""What is said of the instrument as a whole: by flags, and what they leave open by answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn

from attrs import evolve, frozen

from sop_core.cli.authoring import checks
from sop_core.cli.authoring.asking import Person
from sop_core.cli.authoring.cells import slug
from sop_core.cli.authoring.checks import Rule
from sop_core.cli.authoring.drafts import About
from sop_core.errors import CallRefused, listed
from sop_core.instruments.wording import FAMILY_ROLES

MOST_ID = 64


@frozen(kw_only=True)
class Said:
    """The flags of the call; None or empty where a flag was not given."""

    title: tuple[str, ...] = ()
    publisher: str | None = None
    id: str | None = None
    version: str = "1.0.0"
    role: str | None = None
    anonymous: bool | None = None
    languages: tuple[str, ...] = ()
    intro: tuple[str, ...] = ()
    screens: tuple[str, ...] = ()
    source: str | None = None
    rights: str | None = None


def by_language(said: tuple[str, ...], languages: tuple[str, ...]) -> dict[str, str]:
    """`es=Texto` is a text in Spanish where that is one of the languages; anything else is in the first."""
    found: dict[str, str] = {}
    for one in said:
        language, sign, text = one.partition("=")
        if not (sign and language in languages):
            language, text = languages[0], one
        if language in found:
            raise CallRefused(f"A text in {language} stands twice: {one!r}.")
        found[language] = text
    return {at: found[at] for at in languages if at in found}


def default_id(said: Said, title: Mapping[str, str]) -> str:
    """The publisher's prefix and the title, as an id; nothing where one of them is not known."""
    made = slug(next(iter(title.values()), ""))
    return f"{said.publisher}.{made}"[:MOST_ID] if said.publisher and made else ""


def stand_in(languages: tuple[str, ...]) -> About:
    """Sound words for all of it, so that the rest can be checked before anybody is asked."""
    return About(
        id="id", version="1", languages=languages, title=dict.fromkeys(languages, "title"), role="role",
        anonymous=False, source="source", rights="rights",
    )  # fmt: skip


def _faults(said: Said, languages: tuple[str, ...], free: Rule) -> Iterator[str]:
    """What is wrong with the flags that were given."""
    for flag, value, rule in (
        ("--publisher", said.publisher, checks.publisher),
        ("--id", said.id, lambda text: checks.id_(text) or free(text)),
        ("--version", said.version, checks.version),
        ("--role", said.role, checks.id_),
        ("--source", said.source, checks.short_text),
        ("--rights", said.rights, checks.short_text),
        *(("--screen", screen, checks.id_) for screen in said.screens),
    ):
        wrong = rule(value) if value is not None else None
        if wrong is not None:
            yield f"{flag}: {wrong}"
    for flag, texts in (("--title", said.title), ("--intro", said.intro)):
        try:
            given = by_language(texts, languages)
        except CallRefused as error:
            yield f"{flag}: {error}"
            continue
        for language, text in given.items():
            wrong = checks.text(text)
            if wrong is not None:
                yield f"{flag} in {language}: {wrong}"
        lacks = [one for one in languages if one not in given]
        if given and lacks:
            yield f"{flag} is not said in {listed(lacks)}: add {flag} {lacks[0]}=TEXT."


def _missing(said: Said) -> Iterator[str]:
    """Flags without which nothing can be written, and nobody is there to ask."""
    for flag, given in (
        ("--title TEXT", said.title),
        ("--id ID (or --publisher PREFIX)", said.id or said.publisher),
        ("--role ROLE", said.role),
        ("--anonymous or --no-anonymous", said.anonymous is not None),
        ("--source TEXT", said.source),
        ("--rights TEXT", said.rights),
    ):
        if not given:
            yield flag


def _refuse(said: str) -> NoReturn:
    raise CallRefused(said)


def about_of(
    said: Said, languages: tuple[str, ...], person: Person | None, free: Callable[[str], str | None]
) -> About:
    """The whole of it. Raises CallRefused with every fault of the flags, and with every one that is missing
    where there is no person to ask. `free` says why an id may not be taken, as where it is in use.
    """
    faults = list(_faults(said, languages, free))
    if faults:
        _refuse("\n".join(faults))
    if person is not None:
        said = _asked(said, languages, person, free)
    missing = list(_missing(said))
    if missing:
        _refuse(
            f"Missing: {listed(missing)}. Nothing of this is guessed. Give each by its flag, or call the command at a "
            "terminal, where it asks."
        )
    title = by_language(said.title, languages)
    made = said.id or default_id(said, title)
    wrong = (
        free(made)
        if made
        else f"--title {title[languages[0]]!r} has no letter for an id; give --id."
    )
    if wrong is not None:
        _refuse(wrong)
    return About(
        id=made,
        version=said.version,
        languages=languages,
        title=title,
        role=said.role or "",
        anonymous=bool(said.anonymous),
        source=said.source or "",
        rights=said.rights or "",
        intro=by_language(said.intro, languages) or None,
        screens=said.screens,
    )


def _flags(words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{language}={text}" for language, text in words.items())


def _asked(
    said: Said, languages: tuple[str, ...], person: Person, free: Callable[[str], str | None]
) -> Said:
    """The flags, completed by a person's answers."""
    if not said.title:
        said = evolve(said, title=_flags(person.words("Title", languages)))
    title = by_language(said.title, languages)
    if said.id is None:
        said = _ask_id(said, title, person, free)
    if said.role is None:
        person.say(f"Who answers? {listed(checks.ROLES)}, or a role of your own.")
        said = evolve(said, role=person.ask("Role", checks.id_))
    if said.anonymous is None:
        person.say(
            "Anonymous: no record holds a person, a case or a time of day, and none leads back."
        )
        usual = "yes" if said.role in FAMILY_ROLES else "no"
        said = evolve(said, anonymous=person.yes("Anonymous", default=usual))
    if not said.intro:
        intro = person.words(
            "What people read before the first item", languages, ends="Enter for nothing"
        )
        said = evolve(said, intro=_flags(intro))
    if said.source is None:
        asked = "Source: where the items come from (your own team, a publication)"
        said = evolve(said, source=person.ask(asked, checks.short_text))
    if said.rights is None:
        asked = "Rights: who may use the wording, and how (of licensed wording: whose it is)"
        said = evolve(said, rights=person.ask(asked, checks.short_text))
    return said


def _ask_id(
    said: Said, title: Mapping[str, str], person: Person, free: Callable[[str], str | None]
) -> Said:

    def rule(text: str) -> str | None:
        return checks.id_(text) or free(text)

    if said.publisher is None:
        asked = "Your county or company as a short prefix, such as county07"
        said = evolve(said, publisher=person.ask(asked, checks.publisher))
    elif (made := default_id(said, title)) and rule(made) is None:
        return said  # both halves were said by flags
    return evolve(said, id=person.ask("Id", rule, default=default_id(said, title)))
