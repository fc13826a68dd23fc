"""Projects and rows of their boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.db import db
from marketplace.tracker.boards import BOARDS
from marketplace.tracker.models import Project
from marketplace.tracker.operations.rows import RowEdit, save_rows
from marketplace.tracker.operations.setting_up import SetUp, begin_project
from marketplace.tracker.states import Cadence, PmoType
from tests.factories.contracts import running_contract

if TYPE_CHECKING:
    from uuid import UUID

    from marketplace.accounts.models import User
    from marketplace.contracts.models import Contract

SET_UP = SetUp("基幹システム刷新", PmoType.CONTROLLING, Cadence.WEEKLY, 3, 30_000_000)


def plain_project(contract: Contract) -> Project:
    """Keep the rows of a project that was begun on a contract in any state."""
    project = Project(
        contract_id=contract.id, name="基幹システム刷新", pmo_type=PmoType.CONTROLLING, dimensions=["schedule"],
        sections=[], series=[],
    )  # fmt: skip
    db.session.add(project)
    return project


def begun_project(**chosen: Any) -> tuple[Project, User, User, User]:
    """Begin the project of a running contract; return it, its PMO, the client's owner and the advisor."""
    contract, owner, advisor = running_contract()
    pmo = contract.application.consultant.user
    values = {name: getattr(SET_UP, name) for name in SetUp.__dataclass_fields__} | chosen
    project = begin_project(contract, SetUp(**values), by=pmo)
    db.session.commit()
    return project, pmo, owner, advisor


def written(project: Project, board: str, by: User, *cells: dict[str, str]) -> UUID:
    """Write new rows and return the save's id."""
    batch = save_rows(project, BOARDS[board], [RowEdit(each) for each in cells], by=by)
    db.session.commit()
    return batch
