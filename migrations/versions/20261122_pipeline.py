"""Due times, threads and the operator's reasons of a pipeline

Revises: 20261122_sides
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261122_pipeline"
down_revision = "20261122_sides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ending_reason",
        sa.Column(
            "ending",
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
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("ja", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", UtcDateTime(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_reason")),
        sa.UniqueConstraint("ending", "code", name=op.f("uq_ending_reason_ending_code")),
    )
    op.create_table(
        "remark",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_remark_application_id_application")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_remark_author_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    op.create_index(op.f("ix_remark_application_id"), "remark", ["application_id"], unique=False)

    op.add_column("application", sa.Column("due_at", UtcDateTime(), nullable=True))
    op.add_column("application", sa.Column("reminded_at", UtcDateTime(), nullable=True))
    op.add_column("application", sa.Column("escalated_at", UtcDateTime(), nullable=True))
    op.create_index(op.f("ix_application_due_at"), "application", ["due_at"], unique=False)

    op.add_column("consent", sa.Column("profile_version", sa.Integer(), nullable=False, server_default="0"))

    op.add_column(
        "consultant",
        sa.Column("former_names", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default="[]"),
    )


def downgrade() -> None:
    op.drop_column("consultant", "former_names")

    op.drop_column("consent", "profile_version")

    op.drop_index(op.f("ix_application_due_at"), table_name="application")
    op.drop_column("application", "escalated_at")
    op.drop_column("application", "reminded_at")
    op.drop_column("application", "due_at")

    op.drop_index(op.f("ix_remark_application_id"), table_name="remark")

    op.drop_table("remark")
    op.drop_table("ending_reason")
