"""The people whom everybody may be in the demo; the demo's world is built around them."""

from __future__ import annotations

from typing import NamedTuple

from marketplace.i18n import lazy_gettext as _

PASSWORD = "ennoshita-demo"  # noqa: S105 - known to everybody, made in the demo only


class DemoSignIn(NamedTuple):
    """One person of the demo, and what one sees with this sign-in."""

    email: str
    password: str
    role: str


DEMO_SIGN_INS = (
    DemoSignIn("consultant@demo.example.jp", PASSWORD, _("Consultant")),
    DemoSignIn("client@demo.example.jp", PASSWORD, _("Client company, owner")),
    DemoSignIn("member@demo.example.jp", PASSWORD, _("Client company, member")),
    DemoSignIn("advisor@demo.example.jp", PASSWORD, _("Advisor")),
    DemoSignIn("operator@demo.example.jp", PASSWORD, _("Operator")),
    DemoSignIn("operator2@demo.example.jp", PASSWORD, _("Operator, who approves what the other one pays")),
)
