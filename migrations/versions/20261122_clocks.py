"""Terms of response clocks, and each client's median time to a first answer

Revises: 20261122_pipeline
"""

import sqlalchemy as sa
from alembic import op

from marketplace.db import UtcDateTime

revision = "20261122_clocks"
down_revision = "20261122_pipeline"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "response_time",
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "consent_asked",
                "consented",
                "submitted",
                "meeting",
                "offered",
                "accepted",
                "declined",
                "withdrawn",
                "not_selected",
                name="applicationstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("business_days", sa.Integer(), nullable=False),
        sa.Column("remind_before", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "business_days BETWEEN 1 AND 30 AND remind_before BETWEEN 0 AND 29",
            name=op.f("ck_response_time_terms_in_days"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_time")),
        sa.UniqueConstraint("state", name=op.f("uq_response_time_state")),
    )
    op.create_table(
        "document_view",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column(
            "kind", sa.Enum("page", "pdf", "xlsx", name="viewkind", native_enum=False, length=32), nullable=False
        ),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("sheet_sha256", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_document_view_application_id_application")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_document_view_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_view")),
    )
    op.create_index(op.f("ix_document_view_application_id"), "document_view", ["application_id"], unique=False)
    op.add_column("company", sa.Column("answer_median", sa.Double(), nullable=True))
    op.add_column("company", sa.Column("answers", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("company", "answers")
    op.drop_column("company", "answer_median")
    op.drop_index(op.f("ix_document_view_application_id"), table_name="document_view")
    op.drop_table("document_view")
    op.drop_table("response_time")
