"""The templates, compiled once. They escape everything, and a name that is not there is an error."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sop_core.errors import MissingExtra
from sop_core.render.safe import storable

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@cache
def environment() -> Environment:
    """The environment; MissingExtra where jinja2 is not installed."""
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError as absent:
        raise MissingExtra(
            "sop_core.render draws with jinja2, which is not installed here. "
            'Install the extra: pip install "sop-core[html]".'
        ) from absent
    return Environment(
        loader=PackageLoader("sop_core.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draw(template: str, **names: Any) -> Markup:
    """A template as markup that other template languages do not escape again."""
    page = environment().get_template(f"{template}.html").render(**names)
    from markupsafe import Markup

    # Every string in it went through the escaping of the template.
    return Markup(storable(page))  # noqa: S704
