"""What tests of rendered fragments share: strict reading, the rules of an accessible page, a browser.

The reader is the standard library's, made strict: what a browser would mend is an error here. The
browser knows which controls are sent and how values are changed on the way, by the rules of the
HTML standard (form submission, value sanitization), and nothing about this library.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}
NOT_IN_P = {
    "div",
    "p",
    "ul",
    "ol",
    "form",
    "fieldset",
    "section",
    "details",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
}
KNOWN = NOT_IN_P | VOID | {
    "a", "blockquote", "button", "circle", "em", "nav", "option", "select", "path", "svg", "label", "legend", "li", "q", "span", "strong", "summary", "textarea",
    "caption", "dd", "desc", "dl", "dt", "figcaption", "figure", "title",
    "g", "line", "rect", "table", "tbody", "td", "text", "th", "thead", "tr",
}  # fmt: skip


class Element:
    """One element, with attributes as a browser has them."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.inside: list[Element | str] = []

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    @property
    def children(self) -> list[Element]:
        return [one for one in self.inside if isinstance(one, Element)]

    @property
    def text(self) -> str:
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    @property
    def ancestors(self) -> Iterator[Element]:
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    @property
    def locale(self) -> str | None:
        """The language that the text of this element is in, by itself or what is round it."""
        every = [self, *self.ancestors]
        return next((one.get("lang") for one in every if one.get("lang")), None)

    def all(self, tag: str | None = None, **attributes: str) -> list[Element]:
        """The elements below, in order, of a tag and with attributes (`class_` holds that class)."""
        found = []
        for child in self.children:
            wanted = tag is None or child.tag == tag
            for name, value in attributes.items():
                if name == "class_":
                    wanted = wanted and value in (child.get("class") or "").split()
                else:
                    wanted = wanted and child.get(name.rstrip("_").replace("_", "-")) == value
            found += [child] if wanted else []
            found += child.all(tag, **attributes)
        return found

    def one(self, tag: str | None = None, **attributes: str) -> Element:
        [only] = self.all(tag, **attributes)
        return only


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.at = self.root = Element("#root", {}, None)

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (
            f"an attribute stands twice: {self.get_starttag_text()}"
        )
        assert tag in KNOWN, f"<{tag}> is none of ours"
        raw = re.sub(r'"[^"]*"', '""', self.get_starttag_text())
        assert re.fullmatch(r'<[a-z0-9]+( (viewBox|[a-z-]+[0-9]?)(="")?)*>', raw), f"odd tag: {raw}"
        element = Element(tag, dict(attrs), self.at)
        assert not (tag in NOT_IN_P and any(e.tag == "p" for e in [self.at, *self.at.ancestors]))
        assert not (tag == "form" and any(e.tag == "form" for e in [self.at, *self.at.ancestors]))
        self.at.inside.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag):
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.inside.append(data)

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl


def read(markup: str) -> Element:
    """A fragment as a tree; AssertionError for whatever a browser would have to mend."""
    assert "<" not in re.sub(r"<[^<>]*>", "", markup), "a stray <"
    reader = _Reader()
    reader.feed(str.__str__(markup).replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> is not closed"
    for area in reader.root.all("textarea"):
        if area.inside and area.inside[0].startswith("\n"):
            area.inside[0] = area.inside[0][1:]
    return reader.root


def faults(page: Element) -> list[str]:
    """What is not accessible, or not safe under a strict policy; an empty list is a good page."""
    every = page.all()
    ids = Counter(e.get("id") for e in every if "id" in e)
    labelled = {e.get("for") for e in page.all("label")}
    found = [f"the id {id_!r} stands {n} times" for id_, n in ids.items() if n > 1]
    found += [
        f"the id {id_!r} is odd" for id_ in ids if not re.fullmatch(r"sop-[A-Za-z0-9_.-]+", id_)
    ]
    for e in every:
        for name in ("aria-describedby", "aria-labelledby"):
            found += [
                f"{name} leads nowhere: {i}" for i in (e.get(name) or "").split() if i not in ids
            ]
            if name in e and not e.get(name).split():
                found.append(f"an empty {name}")
        found += [
            f"{name} on <{e.tag}>"
            for name in e.attributes
            if name.startswith("on") or name == "style"
        ]
        found += [f"<{e.tag}>"] if e.tag in ("script", "style", "link", "meta", "img") else []
        href = e.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            found.append(f"{href} leads nowhere")
        if e.tag in ("input", "select", "textarea") and e.get("type") != "hidden":
            if e.get("id") not in labelled:
                found.append(f"{e.get('name')} has no label")
            if "maxlength" in e or "required" in e:
                found.append("a browser would cut off or hold back what was written")
        if e.tag == "fieldset" and (not e.children or e.children[0].tag != "legend"):
            found.append("a fieldset without a legend")
        if e.tag in ("legend", "label", "button", "summary", "a", "h2", "h3", "h4") and not e.words:
            found.append(f"an empty <{e.tag}>")
        classes = (e.get("class") or "").split()
        found += [f"the class {name}" for name in classes if not name.startswith("sop-")]
    grouped = [e for e in every if e.get("type") in ("radio", "checkbox")]
    found += [
        f"{e.get('name')} is in no fieldset"
        for e in grouped
        if not any(up.tag == "fieldset" for up in e.ancestors)
    ]
    levels = [int(e.tag[1]) for e in every if re.fullmatch("h[1-6]", e.tag)]
    found += ["a heading is skipped" for a, b in itertools.pairwise(levels) if b > a + 1]
    roots = page.children
    found += [] if len(roots) <= 1 else ["more than one root"]
    found += [
        "no language"
        for root in roots
        if not root.get("lang") or root.get("dir") not in ("ltr", "rtl")
    ]
    return found


def shown_value(control: Element) -> str:
    """The value that a browser shows and would send, as it cleans it."""
    if control.tag == "textarea":
        return control.text.replace("\r\n", "\n").replace("\r", "\n")
    value = control.get("value") or ""
    if control.get("type") == "text":
        return value.replace("\r", "").replace("\n", "")
    if control.get("type") == "date":
        try:
            return (
                date.fromisoformat(value).isoformat()
                if re.fullmatch(r"\d{4}-\d\d-\d\d", value)
                else ""
            )
        except ValueError:
            return ""
    return value


def sent(form: Element) -> dict[str, list[str]]:
    """What a browser sends of a form as it stands, with line ends as it sends them."""
    fields: dict[str, list[str]] = {}
    groups: dict[str, str] = {}
    for control in [*form.all("input"), *form.all("textarea")]:
        name, kind = control.get("name"), control.get("type")
        if kind == "radio":
            # Of a group only the last that is checked stays so.
            groups |= {name: control.get("value")} if "checked" in control else {}
        elif kind != "checkbox" or "checked" in control:
            fields.setdefault(name, []).append(shown_value(control).replace("\n", "\r\n"))
    for control in form.all("select"):
        options = control.all("option")
        # A browser shows the last that is selected, else the first.
        chosen = [one for one in options if "selected" in one][-1:] or options[:1]
        fields.setdefault(control.get("name"), []).extend(one.get("value") for one in chosen)
    return fields | {name: [value] for name, value in groups.items()}


def fill(form: Element, answers: dict[str, list[str]]) -> None:
    """Type and choose as a person does: only what the page offers can be chosen."""
    left = dict(answers)
    for control in [*form.all("input"), *form.all("textarea")]:
        name, kind = control.get("name"), control.get("type")
        if kind == "hidden":
            continue
        values = answers.get(name, [])
        left.pop(name, None)
        if kind in ("radio", "checkbox"):
            control.attributes.pop("checked", None)
            if control.get("value") in values:
                control.attributes["checked"] = None
        elif control.tag == "textarea":
            control.inside = [values[0].replace("\r\n", "\n")] if values else []
        else:
            control.attributes["value"] = values[0] if values else ""
    assert not left, f"the page has no place for {left}"
