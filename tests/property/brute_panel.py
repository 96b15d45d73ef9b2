"""A panel by hand, in the fewest lines: raw sets of prompts and a situation in, ids and reasons out.

It shares nothing with the library (a test looks), and reads the documents as a county writes them.
"""

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

SENTENCES = {
    "en": ["It belongs to this screen.", "It fits what is known here: ", "It is not known here whether there is: ", "It fits what you are learning now."],
    "es": ["Es propia de esta pantalla.", "Va con lo que se sabe aquí: ", "No se sabe aquí si hay: ", "Va con lo que usted está aprendiendo ahora."],
}  # fmt: skip
#: The one fact of those that are drawn that has words.
TELLING = {
    "en": "next steps that all come from the worker",
    "es": "próximos pasos que vienen todos de quien lleva el caso",
}


def true_of(one, known, on):
    """Whether a condition holds, as its document stands."""
    if "any" in one:
        return True in [true_of(inner, known, on) for inner in one["any"]]
    value = known.get(one["fact"])
    if "is" in one:
        return (value is None) == (one["is"] == "absent")
    plain = type(value) in (int, float, Decimal, Fraction) and str(value).strip("-+").lower() not in ("nan", "snan", "inf", "infinity") and "nan" not in str(value).lower()  # fmt: skip
    small = plain and not (isinstance(value, Decimal) and abs(value.adjusted()) >= 100)
    if "equals" in one:
        wanted = one["equals"]
        if type(wanted) is int:
            return small and Fraction(value) == wanted
        return type(value) is type(wanted) and value == wanted
    if "at_least" in one:
        return small and Fraction(value) - one["at_least"] >= 0
    if isinstance(value, str):
        try:
            value = (
                dt.date.fromisoformat(value)
                if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
                else None
            )
        except ValueError:
            value = None
    return (
        isinstance(value, dt.date) and on is not None and value + dt.timedelta(one["since"]) <= on
    )


def panel_by_hand(documents, here):
    """The ids and reasons of what is shown, in their order: at most three."""
    due = []
    for each in sorted(documents, key=lambda one: one["id"]):
        for prompt in each["prompts"]:
            id_ = each["id"] + "/" + prompt["id"]
            said = [f for f in here.feedback if f.prompt == id_ and f.case in (None, here.case) and f.viewer in (None, here.viewer)]  # fmt: skip
            last = max((f.on for f in said), default="")
            if each["status"] == "active" and not away(prompt, said, last, here):
                learns = bool(set(prompt.get("learning", [])) & set(here.learning))
                place = (not learns, -prompt["priority"], last)
                due.append((place, id_, prompt.get("dedupe"), why(prompt, here, learns)))
    due.sort(key=lambda one: one[0])
    shown, keys = [], set()
    for _, id_, key, reason in due:
        if key is None or key not in keys:
            shown.append((id_, reason))
            keys.add(key)
    return shown[:3]


def away(prompt, said, last, here):
    """Whether anything keeps a prompt from this panel."""
    waits = prompt.get("cool_down", 0)
    return (
        here.screen not in prompt["screens"]
        or here.role not in prompt.get("roles", [here.role])
        or str(here.on) > prompt.get("expires", "9999-12-31")
        or any(f.outcome == "dismissed" for f in said)
        or (
            waits > 0 and last != "" and here.on < dt.date.fromisoformat(last) + dt.timedelta(waits)
        )
        or not all(true_of(one, here.facts, here.on) for one in prompt.get("when", []))
    )


def called(name, here):
    """A fact in words where it is a notice of something, or unknown; else its name."""
    some = {"fact": name, "at_least": 0}
    none = {"fact": name, "equals": 0}
    is_there = true_of(some, here.facts, None) and not true_of(none, here.facts, None)
    if name == "noticed.telling" and (here.facts.get(name) is None or is_there):
        return TELLING["es" if here.locale.startswith("es") else "en"]
    return name


def why(prompt, here, learns):
    """The reason as it should stand: what holds, and nothing else."""
    belongs, known, unknown, learning = SENTENCES["es" if here.locale.startswith("es") else "en"]
    plain = [one for each in prompt.get("when", []) for one in each.get("any", [each])]
    held = [one["fact"] for one in plain if true_of(one, here.facts, here.on)]
    held = [name for place, name in enumerate(held) if name not in held[:place]]
    there = ", ".join(called(name, here) for name in held if here.facts.get(name) is not None)
    gone = ", ".join(called(name, here) for name in held if here.facts.get(name) is None)
    said = belongs
    said += f" {known}{there}." if there else ""
    said += f" {unknown}{gone}." if gone else ""
    return said + (f" {learning}" if learns else "")
