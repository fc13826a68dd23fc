"""Shape of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, validators

from marketplace.i18n import lazy_gettext as _
from marketplace.imports.rows import RefusedError
from marketplace.inputs import Form, ParagraphField
from marketplace.threads.labels import REFUSAL
from marketplace.threads.states import Channel
from marketplace.threads.uploads import LARGEST_TOGETHER, MOST_FILES, Upload, together, uploads

if TYPE_CHECKING:
    from collections.abc import Sequence


class PostForm(Form):
    """Words, files or both, into one channel."""

    channel = HiddenField(validators=[validators.AnyOf(list(Channel))])
    post = ParagraphField(_("Message"), longest=4000)
    files = MultipleFileField(
        _("Files"),
        description=_(
            "Up to 5 files of 10 MB, together 12 MB: PDF, Word, Excel, PowerPoint, PNG, JPEG or text, without macros."
        ),
    )
    uploads: Sequence[Upload] = ()

    @classmethod
    def into(cls, channel: Channel, **options: Any) -> PostForm:
        """Return an empty form for a channel."""
        form = cls(formdata=None, **options)
        form.channel.data = channel.value
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own signature
        """Check the shape and the files: their bytes are read here, once."""
        if not super().validate(extra_validators):
            return False
        sent = [each for each in self.files.data or [] if each]
        if len(sent) > MOST_FILES:
            self.files.errors = [_("Attach at most %(most)s files.", most=MOST_FILES)]
            return False
        if together(sent) > LARGEST_TOGETHER:
            self.files.errors = [_("Together the files are larger than 12 MB: send some of them in another message.")]
            return False
        try:
            self.uploads = uploads(sent)
        except RefusedError as refused:
            self.files.errors = [REFUSAL[refused.code]]
            return False
        if not self.post.data and not self.uploads:
            self.post.errors = [_("Write a message or attach a file.")]
        return not self.post.errors
