"""The frozen copies under `tests/frozen`: public names, and digests of what has been released.

`python -m tools.freeze` brings the copies up to date and says what it changed. It refuses to
change the digest of a definition that is already frozen, since somebody may hold records of it:
give the definition a new version and leave the old file as it is. A schema's digest may change where
`tools.schema_compat` finds that the released documents stay valid. `--rewrite` does it all the same,
for what no release has shipped yet. Golden documents and the schemas of a release never change,
whatever is asked (`tools.kept`). `--check` changes nothing and exits 1 if a copy is stale.
`--release` copies the schemas to `tests/frozen/schemas/<version>`, once for each release.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import json
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from tools import kept, schema_compat

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "tests/frozen"
API = FROZEN / "public_api.json"
DIGESTS = FROZEN / "digests.json"
KEPT = FROZEN / "kept.json"
URN = "urn:sop:schema:"

_STARS: dict[object, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 over sorted, compact, unescaped JSON of everything but `status` (DESIGN 2).

    Written here a second time on purpose: a change of the library's own digest must not move the
    frozen ones along.
    """
    kept = {key: value for key, value in document.items() if key != "status"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def digests(root: Path = ROOT) -> dict[str, str]:
    """What the tree ships: `<schema> <id> <version>` or a schema's `$id`, to its digest."""
    found: dict[str, str] = {}
    files = sorted(root.glob("src/sop_core/*/definitions/*.json"))
    for path in [*files, *sorted(root.glob("schemas/*.schema.json"))]:
        document = json.loads(path.read_bytes())
        name = _name(document)
        if name in found:
            raise SystemExit(f"{path.relative_to(root)}: {name} is defined twice")
        found[name] = digest(document)
    return dict(sorted(found.items()))


def _name(document: Mapping[str, Any]) -> str:
    if "$id" in document:
        return str(document["$id"])
    kind = str(document["$schema"]).removeprefix("urn:sop:schema:").split(":")[0]
    return f"{kind} {document['id']} {document['version']}"


def public_api() -> dict[str, dict[str, str]]:
    """Each public module's names, with what each is and how it is called.

    Public is what `__all__` lists, in the root and in the rooms directly below it. A name that the
    root takes from a room is described there.
    """
    root = importlib.import_module("sop_core")
    below = [entry.name for entry in pkgutil.iter_modules(root.__path__)]
    rooms = [f"sop_core.{name}" for name in sorted(below) if not name.startswith("_")]
    found = {room: dict(_names(room)) for room in rooms}
    homes = {name: f"from {room}" for room, names in found.items() for name in names}
    contents = {
        name: homes.get(name, said)
        for name, said in _names("sop_core")
        if "." not in name or name not in homes
    }
    return {"sop_core": contents, **{room: names for room, names in found.items() if names}}


def _names(module: str) -> Iterator[tuple[str, str]]:
    loaded = importlib.import_module(module)
    for name in sorted(getattr(loaded, "__all__", ())):
        value = getattr(loaded, name)
        if not inspect.isclass(value):
            yield name, _call(value) if inspect.isroutine(value) else "value"
        elif issubclass(value, Enum):
            yield name, "enum"
            yield from ((f"{name}.{word}", repr(value[word].value)) for word in value.__members__)
        else:
            yield name, "class" + _call(value)
            yield from ((f"{name}.{at}", kind) for at, kind in _members(value))


def _members(owner: type) -> Iterator[tuple[str, str]]:
    for name in sorted(vars(owner)):
        if not name.startswith("_"):
            yield name, _member(inspect.getattr_static(owner, name))


def _member(member: Any) -> str:
    if isinstance(member, classmethod | staticmethod):
        return type(member).__name__ + _call(member.__func__)
    if inspect.isfunction(member):
        return _call(member)
    return "attribute"  # a field or a property: read, never called


def _call(function: Any) -> str:
    """The parameters by name and kind: `(self, document, *, given=, situation=)`."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return "()"
    shown: list[str] = []
    for parameter in parameters:
        if parameter.kind is parameter.KEYWORD_ONLY and not _has_star(shown):
            shown.append("*")
        stars = _STARS.get(parameter.kind, "")
        default = "=" if parameter.default is not parameter.empty else ""
        shown.append(f"{stars}{parameter.name}{default}")
    return f"({', '.join(shown)})"


def _has_star(shown: list[str]) -> bool:
    return any(name.startswith("*") for name in shown)


def read(path: Path) -> dict[str, Any]:
    """A frozen copy, or nothing where it does not exist yet."""
    found: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else {}
    return found


def edited(frozen: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The released things whose bytes are not what was frozen, or that are gone."""
    return [name for name, kept in frozen.items() if now.get(name) != kept]


def refused(frozen: Mapping[str, str], now: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Of what was edited or is gone, that which may not be: all but a schema that only widens.

    A schema that no release holds in full has nothing to be compared with, and is refused too.
    """
    released = root / kept.SCHEMAS
    known = {
        json.loads(path.read_bytes())["$id"]: path.name.removesuffix(".schema.json")
        for path in released.glob("*/*.schema.json")
    }
    faulty = schema_compat.faulty(root / "schemas", released) if known else set()
    return [name for name in edited(frozen, now) if name not in known or known[name] in faulty]


def flat(api: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The names of all modules in one map, for a comparison that names the module."""
    return {f"{module}:{name}": to for module, names in api.items() for name, to in names.items()}


def differences(frozen: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What differs, one line each: `+` new, `-` gone, `~` changed."""
    lines = [f"+ {name} {now[name]}" for name in sorted(now.keys() - frozen.keys())]
    lines += [f"- {name} {frozen[name]}" for name in sorted(frozen.keys() - now.keys())]
    both = sorted(name for name in frozen.keys() & now.keys() if frozen[name] != now[name])
    return lines + [f"~ {name} {frozen[name]} -> {now[name]}" for name in both]


def main(arguments: list[str]) -> int:
    """Bring the frozen copies up to date, or with `--check` say whether they are."""
    if "--release" in arguments:
        kept.release(ROOT, importlib.import_module("sop_core").__version__)
    old_digests, new_digests = read(DIGESTS), digests()
    old_api, new_api = read(API), public_api()
    old_kept, new_kept = read(KEPT), kept.files(ROOT)
    changed = differences(old_digests, new_digests) + differences(flat(old_api), flat(new_api))
    changed += differences(old_kept, new_kept)
    print("\n".join([*changed, f"frozen copies: {len(changed)} differences"]))
    if "--check" in arguments:
        return 1 if changed else 0
    if edited(old_kept, new_kept):
        print("A golden document or a released schema was edited or lost: put it back as it was.")
        return 1
    if refused(old_digests, new_digests, ROOT) and "--rewrite" not in arguments:
        print(
            "A released definition was edited or lost: give it a new version instead. A schema may only widen: "
            "python -m tools.schema_compat says what does not."
        )
        return 1
    FROZEN.mkdir(parents=True, exist_ok=True)
    for path, value in ((DIGESTS, new_digests), (API, new_api), (KEPT, new_kept)):
        path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
