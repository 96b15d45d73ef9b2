"""A second current view, written from the rules alone: slow, and without the library's code."""

from __future__ import annotations


def _names(later, earlier, digest):
    """Whether a record stands in for another by id and digest."""
    points = later.supersedes
    return points is not None and (points.id, points.digest) == (earlier.id, digest(earlier))


def _lead_to_a_person(record):
    return (
        bool(record.respondent or record.subject or record.extensions) or "T" in record.submitted_at
    )


def _below(record, every, digest):
    """Every record that a record builds on, one step after another."""
    found = []
    while True:
        more = [
            one
            for one in every
            if one not in found and any(_names(at, one, digest) for at in [record, *found])
        ]
        if not more:
            return found
        found += more


def _mention(record):
    return {record.id} | ({record.supersedes.id} if record.supersedes else set())


def _sittings(records):
    """Records that mention a common id, directly or by way of others."""
    parts = [([one], _mention(one)) for one in records]
    merged = True
    while merged:
        merged = False
        for i, (these, ids) in enumerate(parts):
            for j in range(i + 1, len(parts)):
                if ids & parts[j][1]:
                    parts[i] = (these + parts[j][0], ids | parts[j][1])
                    del parts[j]
                    merged = True
                    break
            if merged:
                break
    return [these for these, _ in parts]


def _hangs_together(sitting, digest):
    if len({one.id for one in sitting}) < len(sitting):
        return False
    firsts = [one for one in sitting if one.supersedes is None]
    if len(firsts) != 1 or firsts[0].status.value not in ("complete", "draft"):
        return False
    for one in sitting:
        if one is firsts[0]:
            continue
        before = [other for other in sitting if _names(one, other, digest)]
        if len(before) != 1 or before[0] is one:
            return False
        if before[0].status.value == "entered_in_error":
            return False
        if before[0].instrument.id != one.instrument.id:
            return False
        if _lead_to_a_person(before[0]) != _lead_to_a_person(one):
            return False
    ends = _ends(sitting, digest)
    return len(ends) == 1 or all(end.status.value == "entered_in_error" for end in ends)


def _ends(sitting, digest):
    return [one for one in sitting if not any(_names(other, one, digest) for other in sitting)]


def brute_view(records, digest):
    """`{(id, digest): what became of it}`, by the words of the rules."""
    every = []
    for record in records:
        if not any(record.id == one.id and digest(record) == digest(one) for one in every):
            every.append(record)
    places = {}
    kept = [one for one in every if one.status.value != "draft"]
    for finished in list(kept):
        kept += [one for one in _below(finished, every, digest) if one not in kept]
    for one in every:
        if one not in kept:
            places[one.id, digest(one)] = "draft"
    for sitting in _sittings(kept):
        whole = _hangs_together(sitting, digest)
        ends = _ends(sitting, digest)
        for one in sitting:
            if not whole:
                said = "unsettled"
            elif one.status.value == "draft":
                said = "draft"
            elif any(end.status.value == "entered_in_error" for end in ends):
                said = "entered_in_error"
            else:
                said = "in_force" if one in ends else "superseded"
            places[one.id, digest(one)] = said
    return places
