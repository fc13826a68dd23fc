"""Shapes of the status report's screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtforms import FieldList

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import ChoiceField, Form, ParagraphField, TextField, VersionField
from marketplace.status_reports.operations.writing import WORDS, Written
from marketplace.tracker.labels import RAG
from marketplace.tracker.states import Dimension, Rag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.status_reports.colours import Proposal
    from marketplace.status_reports.models import StatusReport

LONGEST = 4000


class StatusForm(Form):
    """A report as it is written; colours and words of all dimensions, of which the project's own are shown."""

    version = VersionField()
    summary = ParagraphField(_("Summary"), longest=LONGEST, description=_("How it stands, in two or three sentences."))
    next_period = ParagraphField(_("Until the next report"), longest=LONGEST)
    help_needed = ParagraphField(_("Help needed"), longest=LONGEST, description=_("From whom, by when."))
    decisions_asked = ParagraphField(_("Decisions asked for"), longest=LONGEST)
    bodies = FieldList(ParagraphField(_("Text"), longest=LONGEST), max_entries=12)
    for each in Dimension:
        locals()[f"rag_{each.value}"] = ChoiceField(_("Colour"), RAG.items, required=True)
        locals()[f"word_{each.value}"] = TextField(_("In a word"), longest=200)
    del each

    def show(self, report: StatusReport, proposals: Mapping[Dimension, Proposal]) -> None:
        """Begin with what is kept; a colour that nobody chose is the proposed one."""
        self.version.data = report.version
        for name in WORDS:
            self[name].data = getattr(report, name)
        for body in report.sections:
            self.bodies.append_entry(body["body"])
        for dimension, proposal in proposals.items():
            kept = report.ratings.get(dimension.value, {})
            self[f"rag_{dimension.value}"].data = kept.get("rag") or proposal.rag.value
            self[f"word_{dimension.value}"].data = kept.get("word", "")

    def written(self, proposals: Mapping[Dimension, Proposal]) -> Written:
        """Return what was typed; the proposed colour is no choice of one's own."""
        ratings = {}
        for dimension, proposal in proposals.items():
            chosen = Rag(self[f"rag_{dimension.value}"].data)
            word = self[f"word_{dimension.value}"].data or ""
            ratings[dimension] = (chosen if chosen is not proposal.rag else None, word)
        return Written(
            {name: self[name].data or "" for name in WORDS}, ratings, tuple(each.data or "" for each in self.bodies)
        )

    def refuse(self, errors: Mapping[str, object]) -> None:
        """Put each message beside its field."""
        for name, message in errors.items():
            self[name.replace("-", "_")].errors = [message]


class ReturnForm(Form):
    """Why a report is returned."""

    version = VersionField()
    reason = ParagraphField(_("What is missing"), required=True, longest=LONGEST)
