"""Several versions of one instrument side by side: do they fit, and how does a record get from one to another.

A step leads from an older version to a newer one: by the newer one's migration, or by nothing at all
where both have one scoring digest. Steps are put together: the author of 2.0.0 says what became of
1.1.0, the author of 1.1.0 said what became of 1.0.0, and nobody has to say it for every pair. The
way with the fewest steps is taken, so that a migration straight from the older version is used where
there is one; of two ways as long, the one through the newer versions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sop_core.documents import in_document_order, instrument_of
from sop_core.errors import Issue, json_path, listed
from sop_core.instruments import Instrument, check_fit, is_same_scoring, migration_from
from sop_core.types import in_version_order

Versions = Mapping[str, Mapping[str, Any]]


def _not_loaded(index: int, start: str, id_: str, known: Sequence[str]) -> Issue:
    return Issue(
        "migration_not_loaded",
        json_path("migrations", index, "from"),
        f"The migration starts at {id_} {start}, which is not loaded here (loaded are: {listed(known) or 'none'}). "
        "Whether it fits that version could not be checked, and records of it can be neither read nor migrated.",
        fix="Load the definition file of that version beside this one, if there are records of it.",
        severity="warning",
    )


def fit_issues(document: Mapping[str, Any], versions: Versions) -> tuple[Issue, ...]:
    """Whether a sound definition's migrations fit the older versions that are loaded; a warning if one is not.

    `versions` are the documents of the same instrument, by version.
    """
    migrations: Sequence[Mapping[str, Any]] = document.get("migrations", ())
    new = instrument_of(document)
    order = {in_version_order(version): version for version in versions}
    issues: list[Issue] = []
    for index, migration in enumerate(migrations):
        older = order.get(in_version_order(migration["from"]))
        if older is None:
            others = [one for one in versions if one != new.version]
            issues.append(_not_loaded(index, migration["from"], new.id, others))
        else:
            issues += check_fit(instrument_of(versions[older]), new, index)
    return in_document_order(issues, document)


def _step(old: Instrument, new: Instrument) -> bool | None:
    """Whether scores stay comparable over one step; None where there is no step."""
    if is_same_scoring(old, new):
        return True
    migration = migration_from(old, new)
    return None if migration is None else migration.comparable


def way(versions: Sequence[Instrument], old: Instrument, new: Instrument) -> list[Instrument]:
    """The versions from an older one to a newer one, both among them; empty where no way leads there.

    `versions` are those that are loaded, newest first.
    """
    reached = {new.version: [new]}
    front = [new]
    while front and old.version not in reached:
        ahead: list[Instrument] = []
        for target in front:
            for one in versions:
                earlier = in_version_order(one.version) < in_version_order(target.version)
                if one.version not in reached and earlier and _step(one, target) is not None:
                    reached[one.version] = [one, *reached[target.version]]
                    ahead.append(one)
        front = ahead
    return reached.get(old.version, [])


def is_comparable(through: Sequence[Instrument]) -> bool:
    """Whether every step of a way keeps scores comparable; there is no way without a version."""
    return bool(through) and all(_step(old, new) is True for old, new in pairwise(through))
