"""What the demo's people have written to each other about their cards: in all three channels, some of it unread."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace import files
from marketplace.accounts.models import Membership
from marketplace.clock import now
from marketplace.db import db
from marketplace.threads.models import Attachment, Post, Reading, Thread
from marketplace.threads.operations import FOLDER
from marketplace.threads.states import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from marketplace.pipeline.models import Application

# Who writes (c: consultant, k: client, a: advisor) and the words; the talk goes on from left to right.
EVERYONE = (
    (
        ("k", "ご応募ありがとうございます。統合テスト以降の体制で、ベンダー側の窓口は何社ほど経験されていますか。"),
        ("c", "3社までを同時に担当しました。週次の課題会議は私が主催し、決定事項は当日中に共有していました。"),
        ("k", "ありがとうございます。参考に、現在の会議体の一覧をお送りします。"),
    ),
    (
        ("a", "打合せの前に、参画初月に優先したいことを双方から一言ずついただけますか。"),
        ("c", "課題台帳の棚卸しと、遅延の見える化から始めたいと考えています。"),
    ),
    (("c", "出社は火曜と木曜を想定しています。曜日の変更がある場合は前週までに伺えると助かります。"),),
)
CONSULTANT_DESK = (
    ("c", "単価は先方の上限に合わせられます。ただ、稼働は週4日までに抑えたいです。"),
    ("a", "承知しました。週4日で先方に確認します。回答は明日中にお伝えします。"),
)
CLIENT_DESK = (
    ("k", "金融の経験は浅いようですが、移行計画の部分は任せられそうでしょうか。"),
    ("a", "前の案件では切替リハーサルを3回主導されています。打合せで詳しくお聞きになることをお勧めします。"),
)
AGENDA = "会議体の一覧\r\n\r\n月曜 10:00 進捗会議（90分）\r\n水曜 15:00 課題会議（60分）\r\n金曜 17:00 ベンダー連絡会（30分）\r\n"


def add_conversations(application: Application, number: int, *, advisor_id: UUID) -> None:
    """Give a card that has reached its client something to read; `number` varies it."""
    if number % 3 == 0:
        _thread(application, Channel.CONSULTANT_DESK, CONSULTANT_DESK, advisor_id)
    if application.submitted_at is None:
        return
    if number % 2 == 0:
        _thread(application, Channel.EVERYONE, EVERYONE[number // 2 % len(EVERYONE)], advisor_id)
    if number % 4 == 1:
        _thread(application, Channel.CLIENT_DESK, CLIENT_DESK, advisor_id)


def _thread(application: Application, channel: Channel, talk: Sequence[tuple[str, str]], advisor_id: UUID) -> None:
    members = db.session.scalars(
        select(Membership.user_id).where(Membership.company_id == application.engagement.company_id).limit(3)
    ).all()
    sides = {"a": [advisor_id]}
    if channel is not Channel.CLIENT_DESK:
        sides["c"] = [application.consultant.user_id]
    if channel is not Channel.CONSULTANT_DESK:
        sides["k"] = list(members)
    moments = _moments(application, len(talk))
    thread = Thread(application_id=application.id, channel=channel, last_at=moments[-1])
    thread.application = application
    db.session.add(thread)
    authors = []
    for (side, words), at in zip(talk, moments, strict=True):
        author_id = next(iter(sides[side]), advisor_id)
        authors.append(author_id)
        post = Post(thread_id=thread.id, author_id=author_id, at=at, words=words, attachments=[])
        post.thread = thread
        if "お送りします" in words:
            post.attachments.append(_agenda())
        db.session.add(post)
    db.session.flush()  # what has been read of a thread names it without a relationship
    for user_id in {each for people in sides.values() for each in people}:
        unread = 0 if user_id == authors[-1] else 1
        read_to = moments[-1] if not unread else moments[-2] if len(moments) > 1 else None
        db.session.add(Reading(thread_id=thread.id, user_id=user_id, read_to=read_to, unread=unread))


def _moments(application: Application, count: int) -> list[datetime]:
    """Return moments some hours apart, beginning soon after the card's first step; the last one lies in the past."""
    first = max(application.created_at, now() - timedelta(days=14)) + timedelta(hours=1)
    step = min(timedelta(hours=7), (now() - first) / (count + 1))
    return [first + step * at for at in range(1, count + 1)]


def _agenda() -> Attachment:
    content = AGENDA.encode("utf-8-sig")
    return Attachment(
        name="会議体の一覧.txt", media_type="text/plain", size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), key=files.put(content, folder=FOLDER),
    )  # fmt: skip
