"""What a county writes, and what it is told when a line of it is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.test import override_settings
from django.urls import clear_url_caches

PLUGIN = Path(__file__).parents[2] / "plugins" / "sop-helpdesk"
PACKAGE = PLUGIN / "src" / "sop_helpdesk"


def lines_of_code(path: Path) -> int:
    """Lines that hold code: no blank line, no comment alone on its line, no docstring."""
    text = path.read_text()
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            said.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    code = [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if number not in said and line.strip() and not line.strip().startswith("#")
    ]
    return len(code)


def test_the_adapter_is_sixty_lines_at_most():
    """What joins sop_core to the host, beside models and templates, is at most 60 lines."""
    assert lines_of_code(PACKAGE / "adapter.py") <= 60


def test_the_readme_counts_right():
    """The README says how many lines each file has."""
    readme = (PLUGIN / "README.md").read_text()
    table = dict(re.findall(r"^\| `(\w+(?:/\w+)*\.py)` \| (\d+) \|$", readme, re.MULTILINE))
    files = {
        str(path.relative_to(PACKAGE)): str(lines_of_code(path))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and lines_of_code(path)
    }
    assert table == files
    assert f"now **{files['adapter.py']} lines**" in readme


def test_the_readmes_settings_are_the_settings():
    """The README's table names every setting, and its example is one that works."""
    import attrs

    from sop_helpdesk.conf import Conf, conf

    readme = (PLUGIN / "README.md").read_text()
    rows = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| .+ \| .+ \|$", readme, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert named == {field.name for field in attrs.fields(Conf)}
    (example,) = re.findall(r"^SOP = (\{.*?^\})", readme, re.MULTILINE | re.DOTALL)
    with override_settings(SOP=ast.literal_eval(example)):
        assert conf().roles == {"supervisors": "supervisor"}


def test_every_setting_has_a_default():
    """A county may leave SOP out."""
    from sop_helpdesk.conf import conf

    with override_settings():
        del settings.SOP
        assert conf().default_role == "social_worker"


@pytest.mark.parametrize(
    ("month", "cycle"), [(1, "2026-Q1"), (3, "2026-Q1"), (4, "2026-Q2"), (12, "2026-Q4")]
)
def test_the_default_cycle_is_the_calendar_quarter(month, cycle):
    """Without a setting a record belongs to the quarter of its day."""
    import datetime as dt

    from sop_helpdesk.conf import quarter

    assert quarter(dt.date(2026, month, 28)) == cycle


def ours() -> list[str]:
    return [found.id for found in run_checks() if found.id.startswith("sop_helpdesk")]


def test_a_right_set_up_passes():
    """`manage.py check` has nothing to say about the demo's host."""
    assert ours() == []


def test_the_wrong_order_of_apps_is_named():
    """An app that stands behind helpdesk cannot show its panel, and the check says so."""
    from sop_helpdesk import apps

    order = [app for app in settings.INSTALLED_APPS if app != "sop_helpdesk"] + ["sop_helpdesk"]
    with pytest.MonkeyPatch.context() as patch:
        # Set past override_settings, which would load all apps anew.
        patch.setattr(settings, "INSTALLED_APPS", order)
        (found,) = apps.check_setup()
    assert found.id == "sop_helpdesk.E001"
    assert "before 'helpdesk'" in found.hint


def test_an_unknown_setting_is_named():
    """A misspelt name in SOP is an error that names it."""
    from sop_helpdesk import apps

    with override_settings(SOP={"scopes": []}):
        (found,) = apps.check_setup()
    assert found.id == "sop_helpdesk.E002"
    assert "scopes" in found.msg


def test_a_misspelt_word_of_the_familys_pages_is_named():
    """A name in `family_words` that no page uses is a warning that lists those that are."""
    from sop_helpdesk import apps

    with override_settings(SOP={"family_words": {"es": {"gracias": "…"}, "en": {"thanks": "Hi"}}}):
        (found,) = apps.check_setup()
    assert found.id == "sop_helpdesk.W004"
    assert "es: gracias" in found.msg
    assert "thanks" in found.hint


def test_missing_addresses_are_named():
    """Without the addresses there is no panel; the check says which line brings them."""
    from sop_helpdesk import apps

    with override_settings(ROOT_URLCONF="helpdesk.urls"):
        clear_url_caches()
        (found,) = apps.check_setup()
    clear_url_caches()
    assert found.id == "sop_helpdesk.W003"
    assert "sop_helpdesk.urls" in found.hint


def test_the_migrations_are_those_of_the_models(host):
    """No change of a table is left without its migration."""
    call_command("makemigrations", "sop_helpdesk", "--check", "--dry-run", verbosity=0)


def test_a_thing_has_one_token_and_two_have_two(host):
    """A token is made once, says nothing, and stays."""
    from django.contrib.auth import get_user_model

    from sop_helpdesk.models import Token

    worker, clerk = (get_user_model().objects.get(username=name) for name in ("worker", "clerk"))
    assert Token.of(worker) == Token.of(worker)
    assert Token.of(worker) != Token.of(clerk)
    assert len(host.sql("SELECT * FROM sop_helpdesk_token")) == 2
