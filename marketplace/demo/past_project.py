"""The demo's project that is over: reported until its contract's end, reviewed, its facts agreed to and signed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from marketplace.business_days import business_days_after
from marketplace.clock import today
from marketplace.contracts.models import Contract
from marketplace.contracts.operations.ending import end_due
from marketplace.contracts.states import ContractState
from marketplace.db import db
from marketplace.demo.contracts import OPERATOR
from marketplace.demo.projects import live, on
from marketplace.demo.stories import PAST
from marketplace.i18n import in_locale
from marketplace.pipeline.parties import Side, people_of
from marketplace.project_summaries.operations import agree_to_summary, propose_summary
from marketplace.project_summaries.signing import digest
from marketplace.reviews.labels import CRITERIA
from marketplace.reviews.operations import answer_review, open_rounds, write_review
from marketplace.reviews.queries import reviews_in, rounds_of
from marketplace.status_reports.operations.answering import acknowledge
from marketplace.status_reports.operations.writing import Written, save_status, submit_status
from marketplace.status_reports.queries import newest_report
from marketplace.status_reports.states import WRITABLE

if TYPE_CHECKING:
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.tracker.models import Project

LAST_WORDS = "本番移行を終え、安定稼働を確認した。残る作業は引き継ぎ先で管理する。"
REVIEWS = (  # side, steps, words, the other side's answer
    (Side.CLIENT, (5, 5, 4, 5, 5), "移行の当日まで、迷う場面がありませんでした。また依頼したいと思います。",
     "関係部署の皆さまの準備のおかげです。"),
    (Side.CONSULTANT, (5, 4, 5, 5, 5), "役割と決める人がはっきりしていて、進めやすい現場でした。", ""),
)  # fmt: skip


def add_past_project() -> None:
    """Live the project of the contract that has outlived its last day; end both; review and sign what was done."""
    contract = db.session.scalars(
        select(Contract).where(Contract.state == ContractState.ACTIVE, Contract.last_day < today())
    ).first()
    if contract is None:
        return
    pmo, client = (people_of(contract.application, side)[0] for side in (Side.CONSULTANT, Side.CLIENT))
    with in_locale("ja"):
        project = live(contract, PAST)
        over = contract.last_day + timedelta(days=1)
        with on(over, 4):
            end_due()
            open_rounds()
            db.session.flush()
        _report_last_days(project, over, pmo, client)
        _review(contract, over, pmo, client)
        with on(business_days_after(over, 3), 10):
            summary = propose_summary(project, by=pmo)
            db.session.flush()
        with on(business_days_after(over, 6), 15):
            agree_to_summary(
                summary,
                seen=digest(summary.facts),
                client=False,
                project=True,
                operator=str(OPERATOR["name"]),
                by=client,
            )
            db.session.flush()


def _report_last_days(project: Project, over: date, pmo: User, client: User) -> None:
    """Hand in the report that the end of the contract has begun."""
    report = newest_report(project)
    if report is None or report.state not in WRITABLE:
        return
    with on(max(over, report.due_on), 11):
        save_status(report, Written({"summary": LAST_WORDS, "next_period": ""}), by=pmo)
        submit_status(report, by=pmo)
        db.session.flush()
    with on(business_days_after(max(over, report.due_on), 1), 11):
        acknowledge(report, by=client)
        db.session.flush()


def _review(contract: Contract, over: date, pmo: User, client: User) -> None:
    """Have both sides review the whole, and the PMO answer."""
    people = {Side.CLIENT: client, Side.CONSULTANT: pmo}
    review_round = rounds_of(contract)[0]
    for days, (side, steps, words, _answer) in enumerate(REVIEWS, 2):
        with on(over + timedelta(days=days), 16):
            scores = {each.value: step for each, step in zip(CRITERIA[side], steps, strict=True)}
            write_review(review_round, scores, words, named=False, by=people[side])
            db.session.flush()
    answers = {side: answer for side, _steps, _words, answer in REVIEWS}
    with on(over + timedelta(days=5), 9):
        for review in reviews_in(review_round):
            if answers[review.side]:
                other = pmo if review.side is Side.CLIENT else client
                answer_review(review, answers[review.side], by=other)
        db.session.flush()
