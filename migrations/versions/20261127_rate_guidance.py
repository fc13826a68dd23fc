"""Postings as published, what is learned from them of rates, and what it says of each posting.

Revises: 20261126_appeals
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261127_rate_guidance"
down_revision = "20261126_appeals"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
OUTCOME = sa.Enum("learned", "too_few", "does_not_hold", name="outcome", native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "posted_terms",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        sa.Column("terms", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_posted_terms_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posted_terms")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_posted_terms_engagement_id")),
    )
    op.create_index(op.f("ix_posted_terms_posted_at"), "posted_terms", ["posted_at"], unique=False)
    op.create_table(
        "rate_model",
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=False),
        sa.Column("later", sa.Integer(), nullable=False),
        sa.Column("covered", JSON, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("manifest", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(outcome = 'learned') = (file <> '')", name=op.f("ck_rate_model_learned_has_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_model")),
    )
    op.create_index(op.f("ix_rate_model_made_at"), "rate_model", ["made_at"], unique=False)
    op.create_table(
        "rate_guidance",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("middle", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("alike", sa.Integer(), nullable=False),
        sa.Column("companies", sa.Integer(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=True),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("computed_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(low IS NULL) = (middle IS NULL) AND (middle IS NULL) = (high IS NULL)",
            name=op.f("ck_rate_guidance_all_or_none"),
        ),
        sa.CheckConstraint(
            "low IS NULL OR (low <= middle AND middle <= high)", name=op.f("ck_rate_guidance_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_rate_guidance_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["model_id"],
            ["rate_model.id"],
            name=op.f("fk_rate_guidance_model_id_rate_model"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_guidance")),
        sa.UniqueConstraint("engagement_id", name=op.f("uq_rate_guidance_engagement_id")),
    )
    op.create_index(op.f("ix_rate_guidance_model_id"), "rate_guidance", ["model_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rate_guidance_model_id"), table_name="rate_guidance")
    op.drop_table("rate_guidance")
    op.drop_index(op.f("ix_rate_model_made_at"), table_name="rate_model")
    op.drop_table("rate_model")
    op.drop_index(op.f("ix_posted_terms_posted_at"), table_name="posted_terms")
    op.drop_table("posted_terms")
