"""What a vendor does first with the installed wheel; run by test_wheel.py in an empty environment.

It prints one JSON object, so that the test judges and this script only acts.
"""

import datetime as dt
import importlib.util
import json
import sys

import sop_core
from sop_core import Situation, Sop, to_document

sop = Sop.load(plugins=False)
health = sop.health()
panel = sop.panel(Situation(screen="case.view", role="social_worker", on=dt.date(2026, 11, 21)))

form = sop.form("social_worker_assessment", locale="en")
items = [item for section in form.sections for item in section.items]
fields = {item.id: item.options[0].code for item in items if item.options}
document = form.read(
    fields,
    id="a-first-try",
    respondent="worker-1",
    subject="worker-1",
    cycle="2026-Q4",
    submitted_at="2026-11-21T09:30:00-08:00",
)
receipt = sop.accept(document)
again = sop.accept(json.dumps(document))

print(
    json.dumps(
        {
            "where": sop_core.__file__,
            "version": sop_core.__version__,
            "healthy": health.ok,
            "prompts": [prompt.text for prompt in panel.prompts],
            "forms": [offer.id for offer in panel.forms],
            "statuses": sorted({str(scale.status) for scale in receipt.score.scales.values()}),
            "scales": len(receipt.score.scales),
            "same_twice": to_document(receipt.score) == to_document(again.score),
            "problems": [str(issue) for issue in sop.check({**document, "status": "done"})],
            "extras_seen": [
                name
                for name in ("click", "jinja2", "orjson", "hypothesis", "pytest", "django")
                if importlib.util.find_spec(name)
            ],
            "loaded": sorted({"jinja2", "click", "orjson", "hypothesis"} & sys.modules.keys()),
        }
    )
)
