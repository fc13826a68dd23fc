"""Reads of models and of who was shown, for the operator's pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from marketplace.clock import now
from marketplace.contracts.models import Contract, ContractVersion
from marketplace.contracts.states import CONCLUDED, VersionState
from marketplace.db import db
from marketplace.learning.models import ExposureAudit, Observation, OftenShown, Perusal, ShownList
from marketplace.pipeline.models import Application
from marketplace.profiles.models import Consultant
from marketplace.profiles.states import ProfileState
from marketplace.shortlist.models import RankingModel
from marketplace.shortlist.states import ModelState

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select

SHOWN, AUDITS = 50, 12
NEW_FOR = timedelta(days=180)


def models() -> Sequence[RankingModel]:
    """The newest models, taken or refused."""
    return db.session.scalars(select(RankingModel).order_by(RankingModel.number.desc()).limit(SHOWN)).all()


def model_numbered(number: int) -> RankingModel | None:
    """The model of a number."""
    return db.session.scalar(select(RankingModel).where(RankingModel.number == number))


def waiting_model() -> RankingModel | None:
    """The model that passed and waits for an operator, if one does."""
    return db.session.scalar(select(RankingModel).where(RankingModel.state == ModelState.WAITING))


def gone_back_at(current: RankingModel | None) -> datetime | None:
    """When an operator went back from a model newer than `current`, the one in force; None: nights may take models.

    What a night learns is mostly what the night before did: it would put a near twin of the withdrawn one in force.
    """
    query = select(func.max(RankingModel.withdrawn_at)).where(RankingModel.state == ModelState.WITHDRAWN)
    return db.session.scalar(query if current is None else query.where(RankingModel.number > current.number))


def last_data() -> str:
    """The hash of what the newest model was learned from, taken or refused."""
    return db.session.scalar(select(RankingModel.data).order_by(RankingModel.number.desc()).limit(1)) or ""


def audits() -> Sequence[ExposureAudit]:
    """The newest audits of exposure, the newest first."""
    return db.session.scalars(select(ExposureAudit).order_by(ExposureAudit.day.desc()).limit(AUDITS)).all()


def stock() -> dict[str, int]:
    """How much there is to learn from: pairs with features as of then, lists as shown, perusals."""
    counted = (select(func.count()).select_from(model).scalar_subquery() for model in (Observation, ShownList, Perusal))
    row = db.session.execute(select(*counted)).one()
    return dict(zip(("pairs", "lists", "perusals"), row, strict=True))


def newcomers(among: Collection[UUID] | None = None) -> frozenset[str]:
    """Return listed people who came within half a year and have had no contract yet, by id; a page asks of its own."""
    contracted = (
        select(Application.consultant_id)
        .join(Contract, Contract.application_id == Application.id)
        .where(Contract.state.in_(CONCLUDED))
    )
    query = select(Consultant.id).where(
        Consultant.state == ProfileState.LISTED,
        Consultant.listed_at > now() - NEW_FOR,
        Consultant.id.not_in(contracted),
    )
    found = db.session.scalars(query if among is None else query.where(Consultant.id.in_(among)))
    return frozenset(str(each) for each in found)


def often_shown(among: Collection[UUID] | None = None) -> dict[UUID, int]:
    """In how many postings' lists these people, or all, stood high lately; only those of many."""
    query = select(OftenShown.consultant_id, OftenShown.postings)
    if among is not None:
        query = query.where(OftenShown.consultant_id.in_(among))
    return {row.consultant_id: row.postings for row in db.session.execute(query)}


def renewed() -> Select[UUID]:
    """Select the contracts that were agreed to last longer than at first; one that was cut short is none of them."""
    first = aliased(ContractVersion)
    agreed_first = (
        select(first.last_day)
        .where(first.contract_id == ContractVersion.contract_id, first.state == VersionState.AGREED)
        .order_by(first.number)
        .limit(1)
        .scalar_subquery()
    )
    agreed = ContractVersion.state == VersionState.AGREED
    return select(ContractVersion.contract_id).where(agreed, ContractVersion.last_day > agreed_first)
