"""A form as accessible HTML, beside a bare Jinja template that writes the same controls and nothing else."""

from __future__ import annotations

from jinja2 import Environment

from bench.timing import Result, beside
from sop_core import Sop, render

_BARE = """<form method="post">{% for section in form.sections %}<h3>{{ section.title }}</h3>
{% for item in section.items %}<fieldset><legend>{{ item.text }}</legend>
{% for option in item.options %}<label><input type="radio" name="{{ item.id }}" value="{{ option.code }}"
{%- if values.get(item.id) == option.code %} checked{% endif %}> {{ option.label }}</label>
{% endfor %}</fieldset>{% endfor %}{% endfor %}<button>Send</button></form>"""


def results(*, rounds: int) -> list[Result]:
    """The social worker assessment, half filled in."""
    form = Sop.load(plugins=False).form("social_worker_assessment")
    values = {item.id: "3" for item in form.items[::2]}
    bare = Environment(autoescape=True).from_string(_BARE)
    return [
        beside(
            "form render, 37 items",
            lambda: render.form(form, values=values),
            lambda: bare.render(form=form, values=values),
            goal=None,
            rounds=rounds,
        )
    ]
