"""Matches carry what would help, rankings what shrinks the field, and consultants say what is not right.

Revises: 20261125_reporting
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261126_appeals"
down_revision = "20261125_reporting"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("match", sa.Column("advice", JSON, nullable=False, server_default="{}"))
    op.add_column("ranking", sa.Column("field", JSON, nullable=False, server_default="{}"))
    _appeals()


def _appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("ground", _words("ground", "fact", "evidence", "condition", "other"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("explanation", JSON, nullable=False),
        sa.Column("state", _words("appealstate", "open", "answered", "withdrawn"), nullable=False),
        sa.Column("opened_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", _words("outcome", "accepted", "declined"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ground <> 'other' OR words <> ''", name=op.f("ck_appeal_other_is_said")),
        sa.CheckConstraint(
            "state <> 'answered' OR (outcome IS NOT NULL AND answer <> '' AND answered_at IS NOT NULL"
            " AND answered_by_id IS NOT NULL)",
            name=op.f("ck_appeal_answered_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user.id"], name=op.f("fk_appeal_answered_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_appeal_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_appeal_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    for column in ("consultant_id", "engagement_id", "state"):
        op.create_index(op.f(f"ix_appeal_{column}"), "appeal", [column], unique=False)
    op.create_index(
        "uq_appeal_open",
        "appeal",
        ["consultant_id", "engagement_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _words(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, length=32)


def downgrade() -> None:
    op.drop_table("appeal")
    with op.batch_alter_table("ranking") as batch:
        batch.drop_column("field")
    with op.batch_alter_table("match") as batch:
        batch.drop_column("advice")
