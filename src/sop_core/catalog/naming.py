"""Names in definitions that lead nowhere: a form that there is not, a role that looks like a slip of the pen.

Roles are an open vocabulary (C-34): which ones a host has is its own affair, so that a new one is never refused,
and only one that is all but written like another is pointed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from sop_core.errors import MOST_GUESSED, Issue, json_path, listed, nearest, shown
from sop_core.shapes import Json, objects, strings
from sop_core.types import FrozenMap, is_id

if TYPE_CHECKING:
    from sop_core.catalog.catalog import Catalog

Key = tuple[str, str, str]
Documents = Mapping[Key, Mapping[str, Any]]
#: A definition by its kind and id, in whatever version.
_Owner = tuple[str, object]
_Step = tuple[str | int, ...]
#: How alike two names are that differ by a slip (sop_core default): two letters that changed places, one too many.
_ALIKE = 0.9


@frozen
class Names:
    """The ids of every form, and every role with the definitions that name it."""

    forms: frozenset[str]
    roles: Mapping[str, frozenset[_Owner]] = field(converter=FrozenMap[str, frozenset[_Owner]])


def names_in(documents: Documents) -> Names:
    """The forms and roles that definitions name: of prompts, of screens and their tools, and who answers a form."""
    owners: dict[str, set[_Owner]] = {}
    for (kind, id_, _), document in documents.items():
        for role in _roles_of(document):
            owners.setdefault(role, set()).add((kind, id_))
    return Names(
        frozenset(id_ for kind, id_, _ in documents if kind == "instrument"),
        {role: frozenset(found) for role, found in owners.items()},
    )


def naming_advice(document: Json, kind: str, names: Names) -> tuple[Issue, ...]:
    """Advice on the forms and roles that a prompt set names, each at the place where it is first named.

    `names` are those of the definitions in force; the one that is looked at may be among them.
    """
    if kind != "prompts":
        return ()
    # A bad id may be anything, and is told elsewhere; as text it is nobody's.
    own = (kind, str(document.get("id")))
    roles = sorted(role for role, owners in names.roles.items() if owners - {own})
    return (*_no_form(document, sorted(names.forms)), *_all_but_written(document, roles))


def _no_form(document: Json, forms: list[str]) -> Iterator[Issue]:
    first: dict[str, _Step] = {}
    for index, prompt in objects(document.get("prompts")):
        name = prompt.get("opens")
        if isinstance(name, str) and is_id(name) and name not in forms:
            first.setdefault(name, ("prompts", index, "opens"))
    for count, (name, place) in enumerate(first.items()):
        yield Issue(
            "form_not_defined",
            json_path(*place),
            f"No instrument here is called {shown(name)}, so that the prompt would lead to no form.",
            fix=f"{nearest(name, forms) if count < MOST_GUESSED else ''}The instruments are: {listed(forms)}. Where "
            "another file of yours defines it, check the two together; a field tool is named as tool.",
            severity="advice",
        )


def _all_but_written(document: Json, roles: list[str]) -> Iterator[Issue]:
    first: dict[str, _Step] = {}
    for index, prompt in objects(document.get("prompts")):
        for at, name in strings(prompt.get("roles")):
            if is_id(name):
                first.setdefault(name, ("prompts", index, "roles", at))
    for name, place in list(first.items())[:MOST_GUESSED]:
        meant = next((one for one in roles if _is_a_slip(name, one)), None)
        if meant is not None and name not in roles:
            yield Issue(
                "role_like_another",
                json_path(*place),
                f"The role {shown(name)} is all but written like {shown(meant)}. A prompt shows where the host names a "
                "role by exactly this name, so that a misspelt one would show nothing.",
                fix=f"Write {shown(meant)}, if that is meant. If your host has a role of this name, leave it.",
                severity="advice",
            )


def _is_a_slip(name: str, other: str) -> bool:
    bare, known = (one.translate(_JOINTS) for one in (name, other))
    near = abs(len(bare) - len(known)) <= 1
    return near and (bare == known or SequenceMatcher(None, bare, known).ratio() >= _ALIKE)


_JOINTS = str.maketrans("", "", "_.-")


def _roles_of(document: Mapping[str, Any]) -> Iterator[str]:
    """Every role that one definition names."""
    yield from (role for _, role in strings([document.get("respondent_role")]))
    for held in ("prompts", "screens"):
        for _, one in objects(document.get(held)):
            yield from (role for _, role in strings(one.get("roles")))
            for _, use in objects(one.get("tools")):
                yield from (role for _, role in strings(use.get("who")))


def screens_named(catalog: Catalog) -> frozenset[str]:
    """Every screen that a definition in force describes, or on which one of its prompts or forms stands.

    A host tries its own names against it in a test: `assert screen in screens_named(sop.catalog)`. A panel on
    another name is no error, and is empty.
    """
    described = {screen.id for one in catalog.active_screens for screen in one.screens}
    named = [prompt.screens for one in catalog.active_prompt_sets for prompt in one.prompts]
    named += [one.screens for one in catalog.active_instruments]
    return frozenset(described.union(*named))


def roles_named(catalog: Catalog) -> frozenset[str]:
    """Every role that a definition in force names (S2-17, C-34).

    To any other role a panel shows what is for everyone, and says nothing of the rest: a host tries its own names
    against it in a test, as with `screens_named`.
    """
    active = (
        ("prompts", catalog.active_prompt_sets),
        ("screens", catalog.active_screens),
        ("instrument", catalog.active_instruments),
    )
    return frozenset(
        role
        for kind, found in active
        for one in found
        for role in _roles_of(catalog.document(kind, one.id, one.version))
    )
