"""Does everything right, and has something to say in every hook."""

from sop_core.hooks import Advice, Denial, ExportFormat, ReleasePolicy
from sop_core.prompts import ShownPrompt
from sop_core.types import PromptKind
from tests.faults import in_every_hook


def write(documents):
    return b""


def behave(hook, args):
    match hook:
        case "sop_definitions":
            return [{"id": "county07.survey"}, "/county/survey.json"]
        case "sop_prompts":
            return (
                ShownPrompt(
                    id=word,
                    kind=PromptKind.ASK,
                    text=f"What is working well, {word}?",
                    locale="en",
                    source="county 07",
                )
                for word in ("first", "second")
            )
        case "sop_facts":
            return {"county07.open_days": 30}
        case "sop_advise":
            return [Advice("look_again", "Two answers differ much.", "county 07", item="q01")]
        case "sop_export_formats":
            return [ExportFormat("county07.csv", "The county's CSV", write, ("administration",))]
        case "sop_authorize":
            return Denial("Ask the person first.")
        case "sop_release_policy":
            return ReleasePolicy(id="county07", audience=args[0].audience, min_cell=20)
        case _:
            return None


globals().update(in_every_hook(behave))
