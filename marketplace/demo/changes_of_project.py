"""The demo's change requests: one that both sides have agreed to, with a new wording of the role, and one that waits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from marketplace.change_requests.operations import Proposal, agree, propose_change
from marketplace.change_requests.queries import charter_in_force, said_in
from marketplace.db import db

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

DECIDES = "会議体の日程と議題。課題・リスクの起票と担当の割り当て案。報告書の様式。"
ESCALATES = "三営業日以上の遅れ、予算の五％を超える見込み、部門間で決まらない論点は、情報システム部長へ即日報告する。"


def add_changes(project: Project, pmo: User, client: User) -> None:
    """Agree to one change and leave another to be answered."""
    charter = replace(said_in(charter_in_force(project)), decides=DECIDES, escalates=ESCALATES)
    role = Proposal(
        "PMOの決定範囲とエスカレーション先を明確にする",
        "判断待ちの課題が増えたため、PMOが決めることと上げることを分ける。",
        charter=charter,
    )
    change = propose_change(project, role, by=pmo)
    db.session.flush()
    agree(change, by=client)
    scope = Proposal(
        "海外拠点一か所を対象に加える",
        "親会社の方針により、シンガポール拠点の指標も同じ時期に揃える。",
        scope="シンガポール拠点の聞き取りと指標定義を加える。移行は対象外とする。",
        cost=3_200_000,
        days=14,
    )
    propose_change(project, scope, by=client)
    db.session.flush()
