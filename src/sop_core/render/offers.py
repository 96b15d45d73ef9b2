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
DISMISS_FIELDS = frozenset(("prompt", "screen", "reason"))


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
    say: Words


def url_of(form_url: FormUrl | None, form: str) -> str | None:
    """The address of a form, checked; None where the host gives none."""
    if form_url is None:
        return None
    if isinstance(form_url, str):
        if "{id}" not in form_url:
            raise CallRefused(
                f"form_url is {shown(form_url)}, the same for every form. Write {{id}} where the form's id goes, "
                "such as /forms/{id}/, or give a function from the id to the address."
            )
        found: str | None = form_url.replace("{id}", quote(form, safe=""))
    else:
        found = form_url(form)
    return None if found is None else address(found, what=f"form_url of {shown(form)}")


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
                say=say,
            )
        )
    return tuple(asked)
