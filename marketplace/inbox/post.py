"""A mail on its way to the SMTP server: the only user of smtplib."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from marketplace.outbox import Message

TIMEOUT = 15  # seconds; a server that is slower is tried again later


def as_mail(message: Message, *, sender: str) -> EmailMessage:
    """Return the mail of a message that has been put into words: text and HTML, one id however often it is sent.

    Headers are set through the email policy, which refuses line breaks: nobody can add a header of their own.
    """
    mail = EmailMessage(policy=SMTP)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<{message.id.hex}@{domain}>"
    mail["Date"] = format_datetime(message.created_at)
    mail["From"] = sender
    mail["To"] = message.to_email
    mail["Subject"] = message.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    if message.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in message.calendar else "REQUEST"
        mail.add_attachment(
            message.calendar, subtype="calendar", filename="meeting.ics", params={"method": method, "charset": "utf-8"}
        )
    mail["Content-Language"] = message.locale  # last: adding a part moves what speaks of content into it
    return mail


def send(mail: EmailMessage, *, url: str) -> None:
    """Hand a mail to `smtp://user:password@host:port` (STARTTLS where it is offered) or `smtps://…`; OSError if not."""
    server = urlsplit(url)
    opened = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with opened(server.hostname or "localhost", server.port or 0, timeout=TIMEOUT) as connection:
        connection.ehlo()
        if server.scheme != "smtps" and connection.has_extn("starttls"):
            connection.starttls()
            connection.ehlo()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(mail)
        with suppress(smtplib.SMTPException):  # it is sent: a server that hangs up early does not unsend it
            connection.quit()
