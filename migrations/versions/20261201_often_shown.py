"""In how many postings' lists people stood high lately is kept: they are shown a little lower for a while.

Revises: 20261130_own_lists
"""

import sqlalchemy as sa
from alembic import op

revision = "20261201_often_shown"
down_revision = "20261130_own_lists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "often_shown",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("postings", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_often_shown_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_often_shown")),
        sa.UniqueConstraint("consultant_id", name=op.f("uq_often_shown_consultant_id")),
    )


def downgrade() -> None:
    op.drop_table("often_shown")
