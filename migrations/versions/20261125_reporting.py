"""What goes on around a project: comments, readers, imports, charter, pulses, health, reviews and what leaves as files.

Revises: 20261124_tracker
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261125_reporting"
down_revision = "20261124_tracker"
branch_labels = None
depends_on = None

# 32 bits end at 2.1 billion yen; SQLite's integers hold any amount.
WIDER = (("project", "budget"), ("work_item", "cost"), ("work_item", "paid"), ("change_request", "cost"))


def _type_of_money(kind: sa.types.TypeEngine) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in WIDER:
            op.alter_column(table, column, type_=kind)


def upgrade() -> None:
    _type_of_money(sa.BigInteger())
    op.create_table(
        "project_template",
        sa.Column(
            "pmo_type",
            sa.Enum("strategic", "controlling", "supportive", name="pmotype", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_template")),
        sa.UniqueConstraint("pmo_type", name=op.f("uq_project_template_pmo_type")),
    )
    op.create_table(
        "measured_mix",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("controlling", sa.Integer(), nullable=False),
        sa.Column("supportive", sa.Integer(), nullable=False),
        sa.Column("engagements", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "strategic + controlling + supportive = 100", name=op.f("ck_measured_mix_type_mix_is_whole")
        ),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_measured_mix_consultant_id_consultant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measured_mix")),
        sa.UniqueConstraint("consultant_id", name=op.f("uq_measured_mix_consultant_id")),
    )
    op.create_table(
        "concern",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "low_pulse",
                "call_me",
                "health_fell",
                "sign_said",
                "sign_found",
                name="cause",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("state", sa.Enum("open", "done", name="concernstate", native_enum=False, length=32), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'done' OR (done_at IS NOT NULL AND done_by_id IS NOT NULL)",
            name=op.f("ck_concern_done_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_concern_contract_id_contract")),
        sa.ForeignKeyConstraint(["done_by_id"], ["user.id"], name=op.f("fk_concern_done_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("contract_id", "cause", "source", name=op.f("uq_concern_contract_id_cause_source")),
    )
    op.create_index(op.f("ix_concern_contract_id"), "concern", ["contract_id"], unique=False)
    op.create_index(op.f("ix_concern_state"), "concern", ["state"], unique=False)
    op.create_table(
        "contract_health",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("below", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_contract_health_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_health")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_contract_health_contract_id")),
    )
    op.create_table(
        "month_check",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "answered", "lapsed", name="checkstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("signs", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.Column("controlling", sa.Integer(), nullable=False),
        sa.Column("supportive", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name=op.f("ck_month_check_answered_has_date")
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR strategic + controlling + supportive = 100",
            name=op.f("ck_month_check_answered_mix_is_whole"),
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_month_check_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_check")),
        sa.UniqueConstraint("contract_id", "month", name=op.f("uq_month_check_contract_id_month")),
    )
    op.create_index(op.f("ix_month_check_contract_id"), "month_check", ["contract_id"], unique=False)
    op.create_index(op.f("ix_month_check_state"), "month_check", ["state"], unique=False)
    op.create_table(
        "pulse",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("open", "closed", name="pulsestate", native_enum=False, length=32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.Column("read_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("side IN ('client', 'consultant')", name=op.f("ck_pulse_asked_of_a_party")),
        sa.CheckConstraint("asked_on <= closes_on", name=op.f("ck_pulse_closes_after_asking")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_pulse_contract_id_contract")),
        sa.ForeignKeyConstraint(["read_by_id"], ["user.id"], name=op.f("fk_pulse_read_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse")),
        sa.UniqueConstraint("contract_id", "side", "day", name=op.f("uq_pulse_contract_id_side_day")),
    )
    op.create_index(op.f("ix_pulse_closes_on"), "pulse", ["closes_on"], unique=False)
    op.create_index(op.f("ix_pulse_contract_id"), "pulse", ["contract_id"], unique=False)
    op.create_index(op.f("ix_pulse_state"), "pulse", ["state"], unique=False)
    op.create_table(
        "pulse_digest",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "to_side",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_pulse_digest_by_id_user")),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_pulse_digest_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_digest")),
    )
    op.create_index(op.f("ix_pulse_digest_contract_id"), "pulse_digest", ["contract_id"], unique=False)
    op.create_table(
        "review_round",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column(
            "occasion", sa.Enum("milestone", "end", name="occasion", native_enum=False, length=32), nullable=False
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("milestone", sa.String(), nullable=False),
        sa.Column(
            "state", sa.Enum("open", "published", name="roundstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'published' OR published_at IS NOT NULL", name=op.f("ck_review_round_published_has_date")
        ),
        sa.ForeignKeyConstraint(["contract_id"], ["contract.id"], name=op.f("fk_review_round_contract_id_contract")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("contract_id", "source", name=op.f("uq_review_round_contract_id_source")),
    )
    op.create_index(op.f("ix_review_round_closes_on"), "review_round", ["closes_on"], unique=False)
    op.create_index(op.f("ix_review_round_contract_id"), "review_round", ["contract_id"], unique=False)
    op.create_index(op.f("ix_review_round_state"), "review_round", ["state"], unique=False)
    op.create_table(
        "api_token",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_api_token_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_api_token_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_index(op.f("ix_api_token_project_id"), "api_token", ["project_id"], unique=False)
    op.create_index(op.f("ix_api_token_user_id"), "api_token", ["user_id"], unique=False)
    op.create_table(
        "calendar_address",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_sha256", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_calendar_address_project_id_project")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_calendar_address_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("project_id", "user_id", name=op.f("uq_calendar_address_project_id_user_id")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_calendar_address_token_sha256")),
    )
    op.create_index(op.f("ix_calendar_address_project_id"), "calendar_address", ["project_id"], unique=False)
    op.create_index(op.f("ix_calendar_address_user_id"), "calendar_address", ["user_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("deleted_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("deleted_at IS NULL OR words = ''", name=op.f("ck_comment_deleted_says_nothing")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_comment_author_id_user")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_comment_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_project_id_about", "comment", ["project_id", "about"], unique=False)
    op.create_table(
        "import_mapping",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_import_mapping_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("project_id", "tool", name=op.f("uq_import_mapping_project_id_tool")),
    )
    op.create_table(
        "project_import",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("read", "applied", "discarded", name="projectimportstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("rows", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("remarks", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("counts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("applied_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'applied' OR applied_at IS NOT NULL", name=op.f("ck_project_import_applied_has_date")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_project_import_by_id_user")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_import_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_import")),
    )
    op.create_index(op.f("ix_project_import_project_id"), "project_import", ["project_id"], unique=False)
    op.create_index(op.f("ix_project_import_state"), "project_import", ["state"], unique=False)
    op.create_table(
        "project_summary",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "signed", "declined", "withdrawn", name="summarystate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("facts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("signature", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state <> 'signed' OR (code IS NOT NULL AND signature IS NOT NULL)",
            name=op.f("ck_project_summary_signed_has_signature"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'declined') OR answered_by_id IS NOT NULL",
            name=op.f("ck_project_summary_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_project_summary_answered_by_id_user")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_summary_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_summary")),
        sa.UniqueConstraint("code", name=op.f("uq_project_summary_code")),
        sa.UniqueConstraint("project_id", name=op.f("uq_project_summary_project_id")),
    )
    op.create_table(
        "pulse_answer",
        sa.Column("pulse_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("scores", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("call_me", sa.Boolean(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["pulse_id"], ["pulse.id"], name=op.f("fk_pulse_answer_pulse_id_pulse")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_pulse_answer_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pulse_answer")),
        sa.UniqueConstraint("pulse_id", "user_id", name=op.f("uq_pulse_answer_pulse_id_user_id")),
    )
    op.create_index(op.f("ix_pulse_answer_pulse_id"), "pulse_answer", ["pulse_id"], unique=False)
    op.create_index(op.f("ix_pulse_answer_user_id"), "pulse_answer", ["user_id"], unique=False)
    op.create_table(
        "reader_link",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_reader_link_created_by_id_user")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_reader_link_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_reader_link_token_hash")),
    )
    op.create_index(op.f("ix_reader_link_project_id"), "reader_link", ["project_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("review_round_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("client", "consultant", "advisor", name="side", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("scores", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("mean", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("hidden_at", UtcDateTime(), nullable=True),
        sa.Column("hidden_by_id", sa.Uuid(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "hidden_at IS NULL OR (hidden_by_id IS NOT NULL AND hidden_reason <> '')",
            name=op.f("ck_review_hidden_with_reason"),
        ),
        sa.CheckConstraint("side IN ('client', 'consultant')", name=op.f("ck_review_written_by_a_party")),
        sa.CheckConstraint(
            "answered_at IS NULL OR answered_by_id IS NOT NULL", name=op.f("ck_review_answered_by_somebody")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_review_answered_by_id_user")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_review_author_id_user")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["user.id"], name=op.f("fk_review_hidden_by_id_user")),
        sa.ForeignKeyConstraint(
            ["review_round_id"], ["review_round.id"], name=op.f("fk_review_review_round_id_review_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("review_round_id", "side", name=op.f("uq_review_review_round_id_side")),
    )
    op.create_index(op.f("ix_review_author_id"), "review", ["author_id"], unique=False)
    op.create_index(op.f("ix_review_review_round_id"), "review", ["review_round_id"], unique=False)
    op.create_table(
        "charter_version",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("does", sa.Text(), nullable=False),
        sa.Column("decides", sa.Text(), nullable=False),
        sa.Column("escalates", sa.Text(), nullable=False),
        sa.Column("change_request_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (at IS NULL)", name=op.f("ck_charter_version_in_force_has_number")),
        sa.CheckConstraint(
            "number IS NOT NULL OR change_request_id IS NOT NULL", name=op.f("ck_charter_version_proposed_by_a_request")
        ),
        sa.CheckConstraint("number IS NULL OR number = follows + 1", name=op.f("ck_charter_version_numbered_in_order")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_charter_version_by_id_user")),
        sa.ForeignKeyConstraint(
            ["change_request_id"],
            ["change_request.id"],
            name=op.f("fk_charter_version_change_request_id_change_request"),
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_charter_version_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_version")),
        sa.UniqueConstraint("change_request_id", name=op.f("uq_charter_version_change_request_id")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_charter_version_project_id_number")),
    )
    op.create_index(op.f("ix_charter_version_project_id"), "charter_version", ["project_id"], unique=False)
    op.create_table(
        "comment_file",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_comment_file_size_in_bytes")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_file_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_file")),
        sa.UniqueConstraint("key", name=op.f("uq_comment_file_key")),
    )
    op.create_index(op.f("ix_comment_file_comment_id"), "comment_file", ["comment_id"], unique=False)
    op.create_table(
        "comment_mention",
        sa.Column("comment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_mention_comment_id_comment")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_comment_mention_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mention")),
        sa.UniqueConstraint("comment_id", "user_id", name=op.f("uq_comment_mention_comment_id_user_id")),
    )
    op.create_index(op.f("ix_comment_mention_user_id"), "comment_mention", ["user_id"], unique=False)
    op.create_table(
        "reader_use",
        sa.Column("reader_link_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_link_id"], ["reader_link.id"], name=op.f("fk_reader_use_reader_link_id_reader_link")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_use")),
    )
    op.create_index(op.f("ix_reader_use_reader_link_id"), "reader_use", ["reader_link_id"], unique=False)
    op.create_table(
        "status_boards",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["status_edition.id"], name=op.f("fk_status_boards_edition_id_status_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_boards")),
        sa.UniqueConstraint("edition_id", name=op.f("uq_status_boards_edition_id")),
    )
    op.add_column(
        "work_item", sa.Column("baseline_cost", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
    )
    op.add_column("work_item", sa.Column("baseline_effort", sa.Integer(), nullable=True))


def downgrade() -> None:
    _type_of_money(sa.Integer())
    op.drop_column("work_item", "baseline_effort")
    op.drop_column("work_item", "baseline_cost")
    op.drop_table("status_boards")
    op.drop_index(op.f("ix_reader_use_reader_link_id"), table_name="reader_use")
    op.drop_table("reader_use")
    op.drop_index(op.f("ix_comment_mention_user_id"), table_name="comment_mention")
    op.drop_table("comment_mention")
    op.drop_index(op.f("ix_comment_file_comment_id"), table_name="comment_file")
    op.drop_table("comment_file")
    op.drop_index(op.f("ix_charter_version_project_id"), table_name="charter_version")
    op.drop_table("charter_version")
    op.drop_index(op.f("ix_review_review_round_id"), table_name="review")
    op.drop_index(op.f("ix_review_author_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_reader_link_project_id"), table_name="reader_link")
    op.drop_table("reader_link")
    op.drop_index(op.f("ix_pulse_answer_user_id"), table_name="pulse_answer")
    op.drop_index(op.f("ix_pulse_answer_pulse_id"), table_name="pulse_answer")
    op.drop_table("pulse_answer")
    op.drop_table("project_summary")
    op.drop_index(op.f("ix_project_import_state"), table_name="project_import")
    op.drop_index(op.f("ix_project_import_project_id"), table_name="project_import")
    op.drop_table("project_import")
    op.drop_table("import_mapping")
    op.drop_index("ix_comment_project_id_about", table_name="comment")
    op.drop_table("comment")
    op.drop_index(op.f("ix_calendar_address_user_id"), table_name="calendar_address")
    op.drop_index(op.f("ix_calendar_address_project_id"), table_name="calendar_address")
    op.drop_table("calendar_address")
    op.drop_index(op.f("ix_api_token_user_id"), table_name="api_token")
    op.drop_index(op.f("ix_api_token_project_id"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_index(op.f("ix_review_round_state"), table_name="review_round")
    op.drop_index(op.f("ix_review_round_contract_id"), table_name="review_round")
    op.drop_index(op.f("ix_review_round_closes_on"), table_name="review_round")
    op.drop_table("review_round")
    op.drop_index(op.f("ix_pulse_digest_contract_id"), table_name="pulse_digest")
    op.drop_table("pulse_digest")
    op.drop_index(op.f("ix_pulse_state"), table_name="pulse")
    op.drop_index(op.f("ix_pulse_contract_id"), table_name="pulse")
    op.drop_index(op.f("ix_pulse_closes_on"), table_name="pulse")
    op.drop_table("pulse")
    op.drop_index(op.f("ix_month_check_state"), table_name="month_check")
    op.drop_index(op.f("ix_month_check_contract_id"), table_name="month_check")
    op.drop_table("month_check")
    op.drop_table("contract_health")
    op.drop_index(op.f("ix_concern_state"), table_name="concern")
    op.drop_index(op.f("ix_concern_contract_id"), table_name="concern")
    op.drop_table("concern")
    op.drop_table("measured_mix")
    op.drop_table("project_template")
