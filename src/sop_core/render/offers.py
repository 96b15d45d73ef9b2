"""A panel's prompts and forms as what a page draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from attrs import frozen

from sop_core.errors import CallRefused, shown
from sop_core.prompts import Panel, ShownPrompt
from sop_core.render.safe import address, direction, hidden_fields, plain, said

if TYPE_CHECKING:
    from sop_core.render.words import Words

#: Where a form is: text with `{id}` in it, or a function from the form's id; None for no link.
FormUrl = str | Callable[[str], str | None]

#: A host's hidden fields for the form that puts a prompt aside.
PromptFields = Callable[[ShownPrompt], Mapping[str, str]]

#: The names of the fields that such a form sends.
DISMISS_FIELDS = frozenset(("prompt", "screen", "reason", "outcome"))


@frozen
class Link:
    """A form to open. Without an address it is named only."""

    title: str
    locale: str
    dir: str
    url: str | None


@frozen
class Asked:
    """One prompt, ready to draw; `say` speaks inside its language."""

    id: str
    prompt: str
    kind: str
    text: str
    locale: str
    dir: str
    reasons: tuple[tuple[str, str, str], ...]
    hidden: tuple[tuple[str, str], ...]
    opens: Link | None
    tool: Link | None
    why: str
    why_locale: str
    say: Words


def url_of(given: FormUrl | None, id_: str, *, what: str = "form") -> str | None:
    """The address of a form or a tool, checked; None where the host gives none."""
    if given is None:
        return None
    if isinstance(given, str):
        if "{id}" not in given:
            raise CallRefused(
                f"{what}_url is {shown(given)}, the same for every {what}. Write {{id}} where the {what}'s id goes, "
                f"such as /{what}s/{{id}}/, or give a function from the id to the address."
            )
        found: str | None = given.replace("{id}", quote(id_, safe=""))
    else:
        found = given(id_)
    return None if found is None else address(found, what=f"{what}_url of {shown(id_)}")


def offers(panel: Panel, words: Words, form_url: FormUrl | None) -> tuple[Link, ...]:
    """The forms that a panel offers."""
    return tuple(
        Link(
            said(offer.title),
            plain(offer.locale),
            direction(offer.locale),
            url_of(form_url, offer.id),
        )
        for offer in panel.forms
    )


def prompts(
    panel: Panel,
    words: Words,
    *,
    at: str,
    hidden: Mapping[str, str] | PromptFields | None,
    form_url: FormUrl | None,
    tool_url: FormUrl | None,
) -> tuple[Asked, ...]:
    """The prompts of a panel, in its order."""
    titles = {offer.id: (said(offer.title), plain(offer.locale)) for offer in panel.forms}
    asked: list[Asked] = []
    for number, prompt in enumerate(panel.prompts, start=1):
        say = words.inside(prompt.locale)
        url = url_of(form_url, prompt.opens) if prompt.opens else None
        title, locale = titles.get(prompt.opens or "", (words.plain("form_open"), words.locale))
        own = hidden(prompt) if callable(hidden) else hidden
        asked.append(
            Asked(
                id=f"{at}-p{number}",
                prompt=plain(prompt.id),
                kind=prompt.kind.value,
                text=said(prompt.text),
                locale=plain(prompt.locale),
                dir=direction(prompt.locale),
                reasons=tuple(
                    (f"{at}-p{number}-r{n}", plain(reason.code), said(reason.label))
                    for n, reason in enumerate(prompt.dismiss, start=1)
                ),
                hidden=hidden_fields(own, DISMISS_FIELDS),
                opens=Link(title, locale, direction(locale), url) if url else None,
                tool=_tool(prompt.tool, words, tool_url),
                why=said(prompt.why),
                why_locale=words.locale,
                say=say,
            )
        )
    return tuple(asked)


def _tool(tool: str | None, words: Words, tool_url: FormUrl | None) -> Link | None:
    """The field tool or kind of statement that a prompt leads to, where the host has a page for it."""
    if tool is None or (url := url_of(tool_url, tool, what="tool")) is None:
        return None
    known = (key for key in (f"tool_{tool}", f"kind_of_{tool}") if key in words.sentences)
    title = words.plain(next(known, "form_open"))
    return Link(title, words.locale, direction(words.locale), url)
