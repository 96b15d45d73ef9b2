"""A second tally, from stored documents and the definition, written from DESIGN 7 alone.

It shares nothing with the library; scales come from the second scorer.
"""

from collections import Counter

from tests.property.brute_force import brute_force

TALLIED = ("choice", "choices", "boolean", "integer")


def counting_records(records):
    """The records that count: finished, with none that stands in for them, each once."""
    gone = {record["supersedes"]["id"] for record in records if "supersedes" in record}
    once = {record["id"]: record for record in records}
    return [
        record
        for id_, record in once.items()
        if id_ not in gone and record["status"] in ("complete", "amended")
    ]


def brute_tally(definition, records):
    """{(scope, cycle, groups): {"n": …, "items": …, "scales": …}}, as a group's line holds them."""
    found = {}
    for record in counting_records(records):
        key = (
            tuple(record["scope"]),
            record["cycle"],
            tuple(sorted(record.get("groups", {}).items())),
        )
        found.setdefault(key, []).append(record)
    return {key: group(definition, members) for key, members in found.items()}


def group(definition, members):
    scores = [brute_force(definition, record) for record in members]
    return {
        "n": len(members),
        "items": {
            item["id"]: item_counts(definition, item, members)
            for section in definition["sections"]
            for item in section["items"]
            if item["type"] in TALLIED
        },
        "scales": {
            scale["id"]: scale_counts([score[scale["id"]] for score in scores])
            for scale in definition["scales"]
        },
    }


def scale_counts(scores):
    counts = {}
    for score in scores:
        status, exact = score["status"], score["exact"]
        if exact is None:
            counts[status] = counts.get(status, 0) + 1
        else:
            at = counts.setdefault(status, {})
            at[exact] = at.get(exact, 0) + 1
    return counts


def item_counts(definition, item, members):
    states = [state(definition, item, record) for record in members]
    answers = [given for reason, given in states if reason is None]
    counts = {
        "codes": dict(Counter(code for given in answers for code in given)),
        "missing": dict(Counter(reason for reason, _ in states if reason is not None)),
    }
    if item["type"] == "choices":
        counts["answered"] = len(answers)
    return counts


def is_asked(definition, item, record):
    condition = item.get("show_if")
    if condition is None:
        return True
    items = {one["id"]: one for section in definition["sections"] for one in section["items"]}
    reason, given = state(definition, items[condition["item"]], record)
    return reason is None and bool(set(given) & set(condition["in"]))


def state(definition, item, record):
    """Why an item has no answer, or None and its answer as codes."""
    if not is_asked(definition, item, record):
        return "not_asked", ()
    answer = record["answers"].get(item["id"], {"missing": "not_answered"})
    if isinstance(answer, dict):
        return answer["missing"], ()
    if isinstance(answer, bool):
        return None, ("true" if answer else "false",)
    given = tuple(answer) if isinstance(answer, list) else (str(answer),)
    if "response_set" in item and len(given) == 1:
        for option in definition["response_sets"][item["response_set"]]["options"]:
            if option["code"] == given[0] and "missing" in option:
                return option["missing"], ()
    return None, given
