"""How two people go through coaching in the host, page by page, as a browser sends it."""

from __future__ import annotations

from attrs import define

from tests.hosts.support import Host, Page, Person

ROOT = "/sop/coaching/"
WORDS = {
    "went_well": "The grandmother said the plan in her own words.",
    "differently": "I would ask the child first.",
    "observed": "You asked what works before what worries.",
    "try_next": "Let the silence stand a little longer.",
    "celebration": "A first network meeting, and everybody came.",
}
AGREEMENT = {
    "role": "supervisor",
    "purpose": "To grow in the three questions.",
    "context": "A year of many new cases.",
    "stakeholders": "The families, the unit and the two of us.",
    "desired_outcomes": "Families are asked what works.",
    "hopes": "That I dare to try things.",
    "fears": "That it is used against me.",
    "internal_use": "Nothing leaves the two of us.",
    "not_for_appraisal": "yes",
    "confidential": "yes",
}
PHRASE = "Use Three Questions with caregivers on 5 cases in the next 30 days"


def filled(page: Page, **values: object) -> dict[str, object]:
    """The page's form as a browser sends it, with these values in it."""
    form, fields = page.form, {}
    for one in form.select("input[name], textarea[name]"):
        name, kind = str(one["name"]), one.get("type", "text")
        if kind in ("radio", "checkbox"):
            if one.has_attr("checked"):
                fields.setdefault(name, []).append(str(one["value"]))
        elif one.name == "textarea":
            fields[name] = one.text.removeprefix("\n")
        else:
            fields[name] = str(one.get("value", ""))
    return {**fields, **values}


def options(page: Page, name: str) -> dict[str, str]:
    """What can be chosen in a field: label to value."""
    found = {}
    for one in page.form.select(f'input[name="{name}"]'):
        label = page.form.select_one(f'label[for="{one["id"]}"]')
        found[label.get_text(" ", strip=True)] = str(one["value"])
    return found


def errors(page: Page) -> str:
    """All that a page says is wrong."""
    return " ".join(one.get_text(" ", strip=True) for one in page.soup.select(".sop-errors"))


@define
class Story:
    """A worker and a supervisor, and where their relation is."""

    host: Host
    worker: Person
    supervisor: Person
    relation: str = ""
    session: str = ""

    @property
    def at(self) -> str:
        return f"{ROOT}with/{self.relation}/"

    @property
    def in_session(self) -> str:
        return f"{self.at}sessions/{self.session}/"

    def send(self, who: Person, address: str, **values: object) -> Page:
        """Open a page, fill it in, send it; the page that follows."""
        page = who.get(address)
        assert page.status == 200, f"{page.status} {address} {page.text[:300]}"
        return who.post(address, filled(page, **values))

    def ok(self, who: Person, address: str, **values: object) -> Page:
        sent = self.send(who, address, **values)
        assert sent.status == 200, f"{sent.status} {address} {errors(sent)}"
        return sent

    def drafted(self, **values: object) -> Page:
        page = self.worker.get(f"{ROOT}new/")
        partner = options(page, "partner")["supervisor"]
        sent = self.ok(self.worker, f"{ROOT}new/", **{**AGREEMENT, "partner": partner, **values})
        self.relation = sent.address.rstrip("/").split("/")[-1]
        return sent

    def agreed(self, **values: object) -> Page:
        """An agreement that both have made."""
        self.drafted(**values)
        said = {"hopes": "That we talk of practice.", "fears": "That time runs out.", "yes": "yes"}
        self.ok(self.supervisor, f"{self.at}join/", **said)
        return self.ok(self.worker, f"{self.at}confirm/", yes="yes")

    def rated(self, level: int = 1, profile: str = "three_questions") -> Page:
        """The worker's own rating: every aspect at a level, 0 for not yet the first."""
        address = f"{self.at}rate/{profile}/"
        return self.ok(self.worker, address, **levels(self.worker.get(address), level))

    def goal(self, phrase: str = PHRASE, target: int | None = None) -> Page:
        """A goal by quick entry, read back and confirmed."""
        echo = self.ok(self.worker, f"{self.at}goals/", phrase=phrase)
        values = filled(echo)
        if target is not None:
            values["target"] = [one for one in options(echo, "target").values() if one][target]
        sent = self.worker.post(f"{self.at}goals/confirm/", values)
        assert sent.status == 200, errors(sent)
        return echo

    def opened(self) -> Page:
        sent = self.ok(self.worker, f"{self.at}sessions/")
        self.session = sent.address.rstrip("/").split("/")[-1]
        return sent

    def step(self, who: Person, name: str, **values: object) -> Page:
        return self.ok(who, f"{self.in_session}{name}/", **values)

    def workers_view(self, level: int = 1) -> None:
        """The worker's reflection and own rating, in a new session."""
        self.opened()
        said = {name: WORDS[name] for name in ("went_well", "differently")}
        self.step(self.worker, "worker_reflection", **said)
        self.rated(level)
        page = self.worker.get(f"{self.in_session}worker_self_rating/")
        newest = next(iter(options(page, "ratings").values()))
        self.step(self.worker, "worker_self_rating", ratings=[newest])

    def observed(self, level: int = 1, profile: str = "three_questions") -> Page:
        """The supervisor's rating of what they saw, within the session."""
        address = f"{self.in_session}rate/{profile}/"
        return self.ok(self.supervisor, address, **levels(self.supervisor.get(address), level))


def levels(page: Page, level: int) -> dict[str, object]:
    """Each aspect of a rating form at one level, counted from 1; 0 is not yet the first."""
    found: dict[str, list[str]] = {}
    for one in page.form.select('input[type="radio"]'):
        found.setdefault(str(one["name"]), []).append(str(one["value"]))
    return {name: values[level] for name, values in found.items()}
