"""The upload, and what each column of a file means."""

from __future__ import annotations

from flask_wtf.file import FileField

from marketplace.i18n import lazy_gettext as _
from marketplace.inputs import Form
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.reading.mapping import MEANINGS, NOT_TAKEN


class ImportForm(Form):
    """One file."""

    document = FileField(
        _("File to import"),
        description=_("Microsoft Project XML, the CSV of Jira, Backlog or Asana, or an Excel list, up to 10 MB."),
    )


def meanings() -> dict[str, str]:
    """Return what a column may mean, with its words; "not taken over" first."""
    own = {
        column.name: str(column.label)
        for board in BOARDS.values()
        for column in board.columns
        if column.name != "after"
    }
    named = {code: str(words) for code, words in MEANINGS.items() if code != NOT_TAKEN}
    said = set(named.values())
    return {NOT_TAKEN: str(MEANINGS[NOT_TAKEN])} | named | {
        code: words for code, words in own.items() if words not in said
    }  # fmt: skip
