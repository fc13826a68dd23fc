"""The tracker: projects with their boards, forecasts, change requests and what each save changed.

Revises: 20261124_billing
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261124_tracker"
down_revision = "20261124_billing"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("set_up", "running", "closed", name="projectstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "pmo_type",
            sa.Enum("strategic", "controlling", "supportive", name="pmotype", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "cadence",
            sa.Enum("weekly", "biweekly", "monthly", name="cadence", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("dimensions", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("sections", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("series", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("budget", sa.Integer(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("advisor_invited_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state <> 'closed' OR closed_at IS NOT NULL", name=op.f("ck_project_closed_has_date")),
        sa.CheckConstraint("state <> 'running' OR started_at IS NOT NULL", name=op.f("ck_project_running_has_begun")),
        sa.CheckConstraint("budget IS NULL OR budget >= 0", name=op.f("ck_project_budget_in_yen")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 4", name=op.f("ck_project_weekday_is_a_working_day")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_project_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_project_contract_id")),
    )
    op.create_index(op.f("ix_project_state"), "project", ["state"], unique=False)
    op.create_table(
        "assumption",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held", sa.Enum("open", "held", "broken", name="held", native_enum=False, length=32), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_assumption_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assumption")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_assumption_project_id_number")),
    )
    op.create_index(op.f("ix_assumption_project_id"), "assumption", ["project_id"], unique=False)
    op.create_index(op.f("ix_assumption_source_key"), "assumption", ["source_key"], unique=False)
    op.create_table(
        "change_request",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "agreed", "declined", "withdrawn", name="changestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("pmo_agreed_at", UtcDateTime(), nullable=True),
        sa.Column("client_agreed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'agreed' OR (pmo_agreed_at IS NOT NULL AND client_agreed_at IS NOT NULL)",
            name=op.f("ck_change_request_agreed_by_both"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('declined', 'withdrawn') OR closed_at IS NOT NULL",
            name=op.f("ck_change_request_closed_has_date"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_request_project_id_project")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_change_request_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_change_request_project_id_number")),
    )
    op.create_index(op.f("ix_change_request_project_id"), "change_request", ["project_id"], unique=False)
    op.create_table(
        "dependency",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("on_whom", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_dependency_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_dependency_project_id_number")),
    )
    op.create_index(op.f("ix_dependency_project_id"), "dependency", ["project_id"], unique=False)
    op.create_index(op.f("ix_dependency_source_key"), "dependency", ["source_key"], unique=False)
    op.create_table(
        "issue",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column(
            "severity", sa.Enum("high", "medium", "low", name="severity", native_enum=False, length=32), nullable=False
        ),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_issue_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_issue_project_id_number")),
    )
    op.create_index(op.f("ix_issue_project_id"), "issue", ["project_id"], unique=False)
    op.create_index(op.f("ix_issue_source_key"), "issue", ["source_key"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_milestone_project_id_number")),
    )
    op.create_index(op.f("ix_milestone_project_id"), "milestone", ["project_id"], unique=False)
    op.create_index(op.f("ix_milestone_source_key"), "milestone", ["source_key"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("attendees", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_minutes_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_minutes_project_id_number")),
    )
    op.create_index(op.f("ix_minutes_project_id"), "minutes", ["project_id"], unique=False)
    op.create_index(op.f("ix_minutes_source_key"), "minutes", ["source_key"], unique=False)
    op.create_table(
        "risk",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("probability", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column(
            "response",
            sa.Enum("avoid", "mitigate", "transfer", "accept", name="response", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("probability BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5", name=op.f("ck_risk_five_by_five")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_risk_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_risk_project_id_number")),
    )
    op.create_index(op.f("ix_risk_project_id"), "risk", ["project_id"], unique=False)
    op.create_index(op.f("ix_risk_source_key"), "risk", ["source_key"], unique=False)
    op.create_table(
        "row_change",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("after", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_row_change_by_id_user")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_row_change_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_row_change")),
    )
    op.create_index(op.f("ix_row_change_at"), "row_change", ["at"], unique=False)
    op.create_index(op.f("ix_row_change_batch"), "row_change", ["batch"], unique=False)
    op.create_index(op.f("ix_row_change_project_id"), "row_change", ["project_id"], unique=False)
    op.create_index(op.f("ix_row_change_row_id"), "row_change", ["row_id"], unique=False)
    op.create_table(
        "status_report",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "submitted", "returned", "acknowledged", name="statusstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ratings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("next_period", sa.Text(), nullable=False),
        sa.Column("help_needed", sa.Text(), nullable=False),
        sa.Column("decisions_asked", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("alarmed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'acknowledged' OR (acknowledged_at IS NOT NULL AND acknowledged_by_id IS NOT NULL)",
            name=op.f("ck_status_report_acknowledged_by_somebody"),
        ),
        sa.CheckConstraint(
            "state <> 'returned' OR returned_reason <> ''", name=op.f("ck_status_report_returned_has_reason")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR submitted_at IS NOT NULL", name=op.f("ck_status_report_submitted_has_date")
        ),
        sa.CheckConstraint("first_day <= due_on", name=op.f("ck_status_report_period_has_days")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["user.id"], name=op.f("fk_status_report_acknowledged_by_id_user")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_status_report_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_report")),
        sa.UniqueConstraint("project_id", "due_on", name=op.f("uq_status_report_project_id_due_on")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_status_report_project_id_number")),
    )
    op.create_index(op.f("ix_status_report_due_on"), "status_report", ["due_on"], unique=False)
    op.create_index(op.f("ix_status_report_project_id"), "status_report", ["project_id"], unique=False)
    op.create_index(op.f("ix_status_report_state"), "status_report", ["state"], unique=False)
    op.create_table(
        "work_item",
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("baseline_starts_on", sa.Date(), nullable=True),
        sa.Column("baseline_due_on", sa.Date(), nullable=True),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cost >= 0 AND paid >= 0", name=op.f("ck_work_item_cost_in_yen")),
        sa.CheckConstraint("effort >= 0 AND spent >= 0", name=op.f("ck_work_item_minutes_of_work")),
        sa.CheckConstraint("level BETWEEN 1 AND 3", name=op.f("ck_work_item_three_levels")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_work_item_percent_of_the_work")),
        sa.CheckConstraint(
            "starts_on IS NULL OR due_on IS NULL OR starts_on <= due_on",
            name=op.f("ck_work_item_starts_before_it_is_due"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_work_item_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_work_item_project_id_number")),
    )
    op.create_index(op.f("ix_work_item_project_id"), "work_item", ["project_id"], unique=False)
    op.create_index(op.f("ix_work_item_source_key"), "work_item", ["source_key"], unique=False)
    op.create_table(
        "action",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("minutes_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_action_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_action_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_action_project_id_number")),
    )
    op.create_index(op.f("ix_action_minutes_id"), "action", ["minutes_id"], unique=False)
    op.create_index(op.f("ix_action_project_id"), "action", ["project_id"], unique=False)
    op.create_index(op.f("ix_action_source_key"), "action", ["source_key"], unique=False)
    op.create_table(
        "decision",
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("alternatives", sa.Text(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=True),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("source_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("decided_on IS NULL OR decided_by <> ''", name=op.f("ck_decision_decided_by_somebody")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=op.f("fk_decision_minutes_id_minutes")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_decision_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_decision_project_id_number")),
    )
    op.create_index(op.f("ix_decision_minutes_id"), "decision", ["minutes_id"], unique=False)
    op.create_index(op.f("ix_decision_project_id"), "decision", ["project_id"], unique=False)
    op.create_index(op.f("ix_decision_source_key"), "decision", ["source_key"], unique=False)
    op.create_table(
        "milestone_forecast",
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("forecast_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_forecast_milestone_id_milestone")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_forecast")),
        sa.UniqueConstraint("milestone_id", "as_of", name=op.f("uq_milestone_forecast_milestone_id_as_of")),
    )
    op.create_index(op.f("ix_milestone_forecast_milestone_id"), "milestone_forecast", ["milestone_id"], unique=False)
    op.create_table(
        "status_edition",
        sa.Column("status_report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["status_report_id"], ["status_report.id"], name=op.f("fk_status_edition_status_report_id_status_report")
        ),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_status_edition_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_edition")),
        sa.UniqueConstraint("status_report_id", "number", name=op.f("uq_status_edition_status_report_id_number")),
    )
    op.create_index(op.f("ix_status_edition_status_report_id"), "status_edition", ["status_report_id"], unique=False)
    op.create_table(
        "status_receipt",
        sa.Column("status_report_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["status_report_id"], ["status_report.id"], name=op.f("fk_status_receipt_status_report_id_status_report")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_status_receipt_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_receipt")),
        sa.UniqueConstraint(
            "status_report_id", "edition", "user_id", name=op.f("uq_status_receipt_status_report_id_edition_user_id")
        ),
    )
    op.create_index(op.f("ix_status_receipt_status_report_id"), "status_receipt", ["status_report_id"], unique=False)
    op.create_index(op.f("ix_status_receipt_user_id"), "status_receipt", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_status_receipt_user_id"), table_name="status_receipt")
    op.drop_index(op.f("ix_status_receipt_status_report_id"), table_name="status_receipt")
    op.drop_table("status_receipt")
    op.drop_index(op.f("ix_status_edition_status_report_id"), table_name="status_edition")
    op.drop_table("status_edition")
    op.drop_index(op.f("ix_milestone_forecast_milestone_id"), table_name="milestone_forecast")
    op.drop_table("milestone_forecast")
    op.drop_index(op.f("ix_decision_source_key"), table_name="decision")
    op.drop_index(op.f("ix_decision_project_id"), table_name="decision")
    op.drop_index(op.f("ix_decision_minutes_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_action_source_key"), table_name="action")
    op.drop_index(op.f("ix_action_project_id"), table_name="action")
    op.drop_index(op.f("ix_action_minutes_id"), table_name="action")
    op.drop_table("action")
    op.drop_index(op.f("ix_work_item_source_key"), table_name="work_item")
    op.drop_index(op.f("ix_work_item_project_id"), table_name="work_item")
    op.drop_table("work_item")
    op.drop_index(op.f("ix_status_report_state"), table_name="status_report")
    op.drop_index(op.f("ix_status_report_project_id"), table_name="status_report")
    op.drop_index(op.f("ix_status_report_due_on"), table_name="status_report")
    op.drop_table("status_report")
    op.drop_index(op.f("ix_row_change_row_id"), table_name="row_change")
    op.drop_index(op.f("ix_row_change_project_id"), table_name="row_change")
    op.drop_index(op.f("ix_row_change_batch"), table_name="row_change")
    op.drop_index(op.f("ix_row_change_at"), table_name="row_change")
    op.drop_table("row_change")
    op.drop_index(op.f("ix_risk_source_key"), table_name="risk")
    op.drop_index(op.f("ix_risk_project_id"), table_name="risk")
    op.drop_table("risk")
    op.drop_index(op.f("ix_minutes_source_key"), table_name="minutes")
    op.drop_index(op.f("ix_minutes_project_id"), table_name="minutes")
    op.drop_table("minutes")
    op.drop_index(op.f("ix_milestone_source_key"), table_name="milestone")
    op.drop_index(op.f("ix_milestone_project_id"), table_name="milestone")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_issue_source_key"), table_name="issue")
    op.drop_index(op.f("ix_issue_project_id"), table_name="issue")
    op.drop_table("issue")
    op.drop_index(op.f("ix_dependency_source_key"), table_name="dependency")
    op.drop_index(op.f("ix_dependency_project_id"), table_name="dependency")
    op.drop_table("dependency")
    op.drop_index(op.f("ix_change_request_project_id"), table_name="change_request")
    op.drop_table("change_request")
    op.drop_index(op.f("ix_assumption_source_key"), table_name="assumption")
    op.drop_index(op.f("ix_assumption_project_id"), table_name="assumption")
    op.drop_table("assumption")
    op.drop_index(op.f("ix_project_state"), table_name="project")
    op.drop_table("project")
