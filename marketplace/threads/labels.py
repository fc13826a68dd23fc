"""Channels, sides and refused files in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import lazy_gettext as _
from marketplace.imports.labels import REFUSAL as READING
from marketplace.imports.states import Refusal
from marketplace.threads.states import OF_APPLICATION, OF_CONTRACT, Channel

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL: Mapping[str, str] = {
    Channel.EVERYONE: _("Everyone"),
    Channel.CONSULTANT_DESK: _("Consultant and advisors"),
    Channel.CLIENT_DESK: _("Client and advisors"),
    Channel.CONTRACT_EVERYONE: _("Contract: everyone"),
    Channel.CONTRACT_CONSULTANT_DESK: _("Contract: consultant and advisors"),
    Channel.CONTRACT_CLIENT_DESK: _("Contract: client and advisors"),
}
READERS: Mapping[str, str] = {
    Channel.EVERYONE: _("Read by the consultant, the members of the client company and the advisors."),
    Channel.CONSULTANT_DESK: _("Read by the consultant and the advisors. The client does not see it."),
    Channel.CLIENT_DESK: _(
        "Read by the members of the client company and the advisors. The consultant does not see it."
    ),
}
READERS = {
    **READERS,
    **{contracts: READERS[cards] for cards, contracts in zip(OF_APPLICATION, OF_CONTRACT, strict=True)},
}
SIDE: Mapping[str, str] = {
    "consultant": _("Consultant"),
    "client": _("Client"),
    "advisor": _("Advisor"),
    "operator": _("Operator"),
}
REFUSAL: Mapping[str, str] = {
    **READING,
    Refusal.KIND: _("This kind of file cannot be attached. Use PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text."),
    Refusal.LEGACY: _("This is a file of an old Office. Save it as .docx, .xlsx or .pptx and choose it again."),
    Refusal.MACROS: _("The file contains macros or scripts. Save it without them and choose it again."),
}
