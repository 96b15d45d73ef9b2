"""What a call of `sop.disclose` passes: read, checked, and told as the facts that the table asks for.

Each record is checked with those that it names and that were passed too. That one is not there bears
on nothing, unless the facts need it; that one is there and does not fit, makes the record unsound.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from sop_core.access.facts import Facts, Named, Place, Under, facts_in, named_by
from sop_core.access.rows import KINDS
from sop_core.coaching import in_force
from sop_core.coaching.agreements import parties_in
from sop_core.documents import digest_of, read, to_document
from sop_core.errors import CallRefused, Issue, json_path, listed
from sop_core.instruments import Administration, Instrument
from sop_core.shapes import Json, mapping, strings
from sop_core.sop.accepting import accepted
from sop_core.sop.building import RULES
from sop_core.sop.examining import Examined, examine_document
from sop_core.sop.given import DOCUMENTS, needs_of

if TYPE_CHECKING:
    from sop_core.catalog import Catalog

#: The most records that are looked at beside one: many times a working life of cycles.
MOST_EARLIER = 1000
#: The values that stand for a document.
VALUES: tuple[type[Any], ...] = (Administration, *(rule.value for rule in RULES.values()))

#: The documents of a call, by digest.
Beside = Mapping[str, dict[str, Any]]
Document = dict[str, Any] | None


@frozen
class Seen:
    """One record of the call: where it stood, what it is, and what is wrong with it as a record."""

    place: Place
    issues: tuple[Issue, ...]
    facts: Facts | None = None
    record: Any = None
    instrument: Instrument | None = None
    kind: str | None = None


def document_of(given: object) -> Document:
    """What was passed, as a document; None where it can be read as none."""
    try:
        return read(to_document(given) if isinstance(given, VALUES) else given)
    except Exception:  # noqa: BLE001  whatever a host's own type does when it is read, it is no record
        return None


def listed_in(name: str, given: object) -> list[object]:
    """The records of an argument that takes a list."""
    if isinstance(given, DOCUMENTS) or not isinstance(given, Iterable):
        raise CallRefused(
            f"{name} is a {type(given).__name__}. It takes records as a list: {name}=[record]."
        )
    every = list(islice(given, MOST_EARLIER + 1))
    if len(every) > MOST_EARLIER:
        raise CallRefused(
            f"{name} holds more than {MOST_EARLIER} records; at most {MOST_EARLIER} are taken. Pass those of the last "
            "cycles."
        )
    return every


def agreements_in(given: object) -> list[object]:
    """The agreement that is passed, and those that it stands in for: one record, or a list, the newest first."""
    if given is None:
        return []
    if isinstance(given, (*DOCUMENTS, *VALUES)):
        return [given]
    if isinstance(given, Iterable):
        return listed_in("agreement", given)
    raise CallRefused(
        f"agreement is a {type(given).__name__}. Pass the agreement as a record, or as a list with those before it: "
        "agreement=[now, before]."
    )


def by_digest(documents: Iterable[Document]) -> Beside:
    """The documents that could be read, by the digest that others name them with."""
    return {digest_of(one): one for one in documents if one is not None}


def _examined(document: Document, catalog: Catalog, beside: Beside) -> Examined:
    if document is None:
        return Examined({}, None, (Issue("not_a_document", "$", ""),))
    given = {need.digest for need in needs_of(document)}
    examined = examine_document(document, catalog, {at: beside[at] for at in given if at in beside})
    kept = tuple(issue for issue in examined.issues if issue.code != "given_missing")
    return evolve(examined, issues=kept)


def see(
    document: Document,
    place: Place,
    *,
    catalog: Catalog,
    beside: Beside,
    shown: Beside,
    under: Under | None,
) -> Seen:
    """One record of the call, checked beside all that is passed.

    The facts that the table asks for are read from it and from those that are `shown` with it: what goes
    through the gate as well, and nothing else.
    """
    examined = _examined(document, catalog, beside)
    kind = examined.kind
    if kind is not None and kind not in KINDS:
        return Seen(place, (), Facts(kind=kind, status=""))
    if examined.refused or kind is None:
        return Seen(place, (_unsound(examined, place),))
    this = (str(examined.document["id"]), digest_of(examined.document))
    facts = facts_in(examined.document, kind, this=this, beside=shown, under=under, place=place)
    record = accepted(examined, catalog).record
    if isinstance(facts, Issue):
        return Seen(place, (facts,), None, record, None, kind)
    return Seen(place, (), facts, record, examined.instrument, kind)


def _unsound(examined: Examined, place: Place) -> Issue:
    codes = listed(dict.fromkeys(issue.code for issue in examined.issues))
    return Issue(
        "record_not_sound",
        json_path(*place),
        f"The record is not sound ({codes}), so it cannot be believed about whose it is, and nothing of it is shown to "
        "anyone.",
        fix="Look at what sop.check(record) says; pass the record as sop.accept gave it, with its definition loaded.",
    )


def under_of(
    documents: list[Document], day: str, *, catalog: Catalog, beside: Beside
) -> tuple[Under | None, tuple[Issue, ...]]:
    """What the table needs of the agreements, each of which must stand in for the next; None if one does not."""
    chain: dict[Named, Mapping[str, str]] = {}
    follows: Named | None = None
    for at, one in enumerate(documents):
        place = ("agreement", at) if len(documents) > 1 else ("agreement",)
        examined = _examined(one, catalog, beside)
        if examined.refused or examined.kind != "agreement":
            return None, (_no_agreement(place),)
        name = (str(examined.document["id"]), digest_of(examined.document))
        if chain and name != follows:
            return None, (_no_chain(place),)
        chain[name] = parties_in(examined.document)
        follows = named_by(examined.document.get("supersedes"))
    if not documents or documents[0] is None:
        return None, ()
    return _under(documents[0], chain, day, beside), ()


def _under(now: Json, chain: Mapping[Named, Mapping[str, str]], day: str, beside: Beside) -> Under:
    shares = mapping(now.get("shares"))
    return Under(
        worker=str(now.get("worker")),
        parties=parties_in(now),
        shares={party: tuple(kind for _, kind in strings(of)) for party, of in shares.items()},
        chain=chain,
        holds=in_force(now, day, given=tuple(beside.values())),
    )


def _no_agreement(place: Place) -> Issue:
    return Issue(
        "agreement_not_sound",
        json_path(*place),
        "What is passed as the agreement is no sound record of an agreement, and opens nothing.",
        fix="Look at what sop.check(agreement) says; pass the record as sop.accept gave it.",
    )


def _no_chain(place: Place) -> Issue:
    return Issue(
        "agreement_not_in_chain",
        json_path(*place),
        "The agreement is not the one that the record before it in the list stands in for, by id and digest.",
        fix="Pass the newest agreement first, and after each the one that its supersedes names.",
    )
