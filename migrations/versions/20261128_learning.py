"""What the ranker learns from and what it has learned: lists as shown, perusals, observations, models, exposure.

Revises: 20261127_rate_guidance
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from marketplace.db import UtcDateTime

revision = "20261128_learning"
down_revision = "20261127_rate_guidance"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "exposure_audit",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("groups", JSON, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure_audit")),
        sa.UniqueConstraint("day", name=op.f("uq_exposure_audit_day")),
    )
    op.create_table(
        "ranking_model",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("refused", "current", "superseded", "withdrawn", name="modelstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("groups", sa.Integer(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("metrics", JSON, nullable=False),
        sa.Column("weights", JSON, nullable=False),
        sa.Column("exposure", JSON, nullable=False),
        sa.Column("refused_because", JSON, nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("unusable", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("state = 'refused' OR file <> ''", name=op.f("ck_ranking_model_used_has_file")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_ranking_model_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_model")),
        sa.UniqueConstraint("number", name=op.f("uq_ranking_model_number")),
    )
    op.create_index(op.f("ix_ranking_model_state"), "ranking_model", ["state"], unique=False)
    op.create_index(
        "uq_ranking_model_current",
        "ranking_model",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "observation",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("features", JSON, nullable=False),
        sa.Column("catalogue", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_observation_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_observation_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation")),
        sa.UniqueConstraint("engagement_id", "consultant_id", name=op.f("uq_observation_engagement_id_consultant_id")),
    )
    op.create_index(op.f("ix_observation_at"), "observation", ["at"], unique=False)
    op.create_index(op.f("ix_observation_consultant_id"), "observation", ["consultant_id"], unique=False)
    op.create_table(
        "perusal",
        sa.Column("engagement_id", sa.Uuid(), nullable=False),
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("client", "advisor", "consultant", name="shown", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_perusal_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_perusal_engagement_id_engagement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perusal")),
        sa.UniqueConstraint(
            "engagement_id", "consultant_id", "side", name=op.f("uq_perusal_engagement_id_consultant_id_side")
        ),
    )
    op.create_index(op.f("ix_perusal_consultant_id"), "perusal", ["consultant_id"], unique=False)
    op.create_table(
        "shown_list",
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("client", "advisor", "consultant", name="shown", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("engagement_id", sa.Uuid(), nullable=True),
        sa.Column("consultant_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        sa.Column("others", JSON, nullable=False),
        sa.Column("drawn", JSON, nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(side <> 'consultant') = (consultant_id IS NULL)", name=op.f("ck_shown_list_other_subject")
        ),
        sa.CheckConstraint("(side = 'consultant') = (engagement_id IS NULL)", name=op.f("ck_shown_list_one_subject")),
        sa.ForeignKeyConstraint(
            ["consultant_id"],
            ["consultant.id"],
            name=op.f("fk_shown_list_consultant_id_consultant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"],
            ["engagement.id"],
            name=op.f("fk_shown_list_engagement_id_engagement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["viewer_id"], ["user.id"], name=op.f("fk_shown_list_viewer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_list")),
        sa.UniqueConstraint("viewer_id", "subject_id", "day", name=op.f("uq_shown_list_viewer_id_subject_id_day")),
    )
    op.create_index(op.f("ix_shown_list_consultant_id"), "shown_list", ["consultant_id"], unique=False)
    op.create_index(op.f("ix_shown_list_day"), "shown_list", ["day"], unique=False)
    op.create_index(op.f("ix_shown_list_engagement_id"), "shown_list", ["engagement_id"], unique=False)
    op.create_index(op.f("ix_shown_list_viewer_id"), "shown_list", ["viewer_id"], unique=False)
    op.add_column("match", sa.Column("features", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("match", "features")
    op.drop_index(op.f("ix_shown_list_viewer_id"), table_name="shown_list")
    op.drop_index(op.f("ix_shown_list_engagement_id"), table_name="shown_list")
    op.drop_index(op.f("ix_shown_list_day"), table_name="shown_list")
    op.drop_index(op.f("ix_shown_list_consultant_id"), table_name="shown_list")
    op.drop_table("shown_list")
    op.drop_index(op.f("ix_perusal_consultant_id"), table_name="perusal")
    op.drop_table("perusal")
    op.drop_index(op.f("ix_observation_consultant_id"), table_name="observation")
    op.drop_index(op.f("ix_observation_at"), table_name="observation")
    op.drop_table("observation")
    op.drop_index(
        "uq_ranking_model_current",
        table_name="ranking_model",
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.drop_index(op.f("ix_ranking_model_state"), table_name="ranking_model")
    op.drop_table("ranking_model")
    op.drop_table("exposure_audit")
