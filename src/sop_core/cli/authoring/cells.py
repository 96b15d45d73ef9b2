"""What a single cell says: yes or no, a number, options, a condition. Pure; what it cannot say is a `Bad`."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sop_core.errors import listed, nearest, shown
from sop_core.types import MissingReason

YES, NO = ("yes", "true", "x"), ("no", "false", "")

#: Codes that say by themselves why there is no answer.
REASON_CODES = {
    "na": MissingReason.NOT_APPLICABLE,
    "dk": MissingReason.DONT_KNOW,
    "declined": MissingReason.DECLINED,
}
_REASONS = tuple(reason.value for reason in REASON_CODES.values())
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_EXACT = re.compile(r"-?[0-9]{1,12}/[1-9][0-9]{0,11}")
_OPTION = re.compile(r"\s*([^\s:=]+)\s*(?::([^=]*))?=(.*)", re.DOTALL)
_ANOTHER = re.compile(r";\s*[A-Za-z0-9_.-]{1,64}\s*(?::[^=;]*)?=")
_SHOW_IF = re.compile(r"\s*([^\s=|]+)\s*=([^=]*)")


class Bad(Exception):
    """A cell that says nothing we know: the parts of an issue that do not depend on where it stands."""

    def __init__(self, code: str, message: str, fix: str) -> None:
        self.code, self.message, self.fix = code, message, fix
        super().__init__(message)


def yes_or_no(cell: str) -> bool:
    """`yes`, `true` or `x`; `no`, `false` or nothing; in any case."""
    said = cell.strip().casefold()
    if said in YES:
        return True
    if said in NO:
        return False
    raise Bad(
        "not_a_choice",
        f"{shown(cell)} is neither yes nor no.",
        "Write yes, or leave the cell empty for no.",
    )


def exact(cell: str) -> int | str | None:
    """A whole number, a fraction as `p/q`, or None for an empty cell."""
    said = cell.strip()
    if not said:
        return None
    if _WHOLE.fullmatch(said):
        return int(said)
    if _EXACT.fullmatch(said):
        return said
    raise Bad(
        "wrong_form",
        f"{shown(cell)} is no whole number and no fraction. Numbers have no decimal point here, since 0.1 has no "
        "exact form in most systems.",
        "Write a whole number such as 10, or a fraction such as 5/2.",
    )


def whole(cell: str) -> int | None:
    """A whole number, or None for an empty cell."""
    said = cell.strip()
    if not said:
        return None
    if _WHOLE.fullmatch(said):
        return int(said)
    raise Bad(
        "wrong_form", f"{shown(cell)} is no whole number.", "Write a whole number such as 500."
    )


def names(cell: str) -> tuple[str, ...]:
    """Names with `|` between them."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def condition(cell: str) -> dict[str, Any] | None:
    """`item=code|code`: the item is asked only after one of these answers to an earlier one."""
    if not cell.strip():
        return None
    match = _SHOW_IF.fullmatch(cell)
    codes = names(match[2]) if match else ()
    if not match or not codes:
        raise Bad(
            "wrong_form",
            f"{shown(cell)} is no condition. It names an earlier item and the answers after which this one is asked.",
            "Write ITEM=CODE, or ITEM=CODE|CODE for several: understood=1|2.",
        )
    return {"item": match[1], "in": list(codes)}


def _parts(cell: str) -> list[str]:
    """The options of a cell: one a line, or on one line with semicolons between them."""
    lines = [line for line in re.split(r"\r\n|\r|\n", cell) if line.strip()]
    if len(lines) == 1:
        return [part for part in lines[0].split(";") if part.strip()]
    mixed = next((line for line in lines if _ANOTHER.search(line)), None)
    if mixed is not None:
        raise Bad(
            "option_form",
            f"The line {shown(mixed)} holds a semicolon and the lines stand below each other, so that one or two "
            "options may be meant.",
            "Write one option a line, or all on one line with semicolons.",
        )
    return lines


def _counts(code: str, stated: str | None) -> dict[str, Any]:
    """An option's value, or the reason that it states."""
    if stated is None:
        if code in REASON_CODES:
            return {"missing": REASON_CODES[code].value}
        if _WHOLE.fullmatch(code):
            return {"value": int(code)}
        raise Bad(
            "option_form",
            f"Option {shown(code)} has neither a number nor a reason, so nothing says what it counts.",
            f"Write a number as its code (3=…), or one behind it ({code[:20]}:3=…), or a reason "
            f"({code[:20]}:not_applicable=…).",
        )
    said = stated.strip()
    if said in _REASONS:
        return {"missing": said}
    try:
        value = exact(said)
    except Bad:
        value = None
    if value is None:
        meant = nearest(said, _REASONS)
        raise Bad(
            "option_form",
            f"Option {shown(code)} counts {shown(said)}, which is no number and no reason.",
            f"{meant}Write a whole number, a fraction such as 1/2, or one of: {listed(_REASONS)}.",
        )
    return {"value": value}


def options(cell: str) -> list[dict[str, Any]]:
    """`1=Not at all;2=Partly;3=Yes;na=Does not apply` as options with their label in one language.

    A number as the code is its value, `na dk declined` are reasons; any other code says behind a
    colon what it counts: `partly:2=Partly`. Raises Bad.
    """
    found: list[dict[str, Any]] = []
    for part in _parts(cell):
        match = _OPTION.fullmatch(part)
        if not match:
            raise Bad(
                "option_form",
                f"{shown(part.strip())} has no = in it, so what is stored and what is read cannot be told apart.",
                "Write CODE=LABEL, such as 1=Not at all; a label with a semicolon in it needs one option a line.",
            )
        label = match[3].strip()
        if not label:
            raise Bad(
                "option_form",
                f"Option {shown(match[1])} has no label, and nobody could read what it means.",
                "Write a label behind the =.",
            )
        found.append({"code": match[1], **_counts(match[1], match[2]), "label": label})
    return found


def slug(title: str) -> str:
    """An id made of a title: lower snake case without accents; nothing where no letter is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")[:48].strip("_")
