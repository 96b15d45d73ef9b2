"""The scoring table of the contract in the fewest lines: raw documents in, raw scores out.

It shares nothing with the library (a test looks), and no float occurs in it.
"""

from decimal import Decimal
from fractions import Fraction as F

STATED = ("not_applicable", "declined", "dont_know", "not_answered")


def brute_force(definition, record):
    """What every scale comes to: {scale: {status, exact, value, band, n_...}}."""
    sets = {
        name: {o["code"]: o for o in each["options"]}
        for name, each in definition["response_sets"].items()
    }
    items = {item["id"]: item for part in definition["sections"] for item in part["items"]}
    state = {}  # item id -> (None, answer) or (reason, None)
    for name, item in items.items():
        options = sets.get(item.get("response_set"), {})
        condition, answer = (
            item.get("show_if"),
            record["answers"].get(name, {"missing": "not_answered"}),
        )
        if condition and not set(codes(state[condition["item"]][1])) & set(condition["in"]):
            answer = {"missing": "not_asked"}
        only = codes(answer) if item["type"] in ("choice", "choices") else []
        if len(only) == 1 and "missing" in options[only[0]]:
            answer = options[only[0]]
        state[name] = (answer["missing"], None) if isinstance(answer, dict) else (None, answer)
    return {scale["id"]: one(scale, items, sets, state) for scale in definition["scales"]}


def codes(answer):
    if isinstance(answer, bool):
        return ["true" if answer else "false"]
    return [answer] if isinstance(answer, str) else answer if isinstance(answer, list) else []


def bounds(item, sets):
    if item["type"] == "boolean":
        return 0, 1
    if item["type"] == "choice":
        values = [F(o["value"]) for o in sets[item["response_set"]].values() if "value" in o]
        return min(values), max(values)
    return F(item["minimum"]), F(item["maximum"])


def one(scale, items, sets, state):
    method, names = scale["method"], scale["items"]
    count = {reason: sum(state[n][0] == reason for n in names) for reason in (*STATED, "not_asked")}
    answered = [n for n in names if state[n][0] is None]
    applicable = len(names) - count["not_applicable"] - count["not_asked"]
    needed = scale["min_answered"]
    needed = F(needed) * applicable if isinstance(needed, str) else needed
    partial = method in ("sum", "count") and len(answered) < applicable
    if not applicable:
        status = "not_applicable"
    elif len(answered) < max(needed, 1) or (partial and scale.get("prorate", "none") == "none"):
        status = "insufficient"
    else:
        status = "prorated" if partial else "scored"
    exact = value = band = None
    if status in ("scored", "prorated"):
        exact = combine(scale, items, sets, state, answered) * (
            F(applicable, len(answered)) if partial else 1
        )
        value = rounded(exact, **scale["rounding"])
        at = [b for i, b in enumerate(scale.get("bands", [])) if i == 0 or F(b["from"]) <= value]
        band = at[-1]["id"] if at else None
    return {
        "status": status, "exact": None if exact is None else str(F(exact)), "value": value, "band": band,
        "n_items": len(names), "n_answered": len(answered), **{f"n_{k}": v for k, v in count.items()},
    }  # fmt: skip


def combine(scale, items, sets, state, answered):
    method, rows = scale["method"], []
    if method == "count":
        return F(sum(bool(set(codes(state[n][1])) & set(scale["of"])) for n in answered))
    for n in answered:
        answer, (low, high) = state[n][1], bounds(items[n], sets)
        x = (
            F(answer)
            if isinstance(answer, bool | int | Decimal)
            else F(sets[items[n]["response_set"]][answer]["value"])
        )
        rows.append(
            (
                F(scale.get("weights", {}).get(n, 1)),
                low + high - x if n in scale.get("reverse", []) else x,
                low,
                high,
            )
        )
    total = sum(w * x for w, x, _, _ in rows)
    if method == "mean":
        return F(total) / sum(w for w, _, _, _ in rows)
    if method == "percent_of_max":
        return (
            100
            * sum(w * (x - a) for w, x, a, _ in rows)
            / F(sum(w * (b - a) for w, _, a, b in rows))
        )
    return {
        "sum": F(total),
        "lowest": min(x for _, x, _, _ in rows),
        "highest": max(x for _, x, _, _ in rows),
    }[method]


def rounded(exact, mode, places):
    if mode == "half_even":
        return F(round(F(exact), places))  # a Fraction rounds itself exactly, ties to the even
    up = (abs(F(exact)) * 10**places * 2 + 1) // 2
    return F(up if exact >= 0 else -up, 10**places)
