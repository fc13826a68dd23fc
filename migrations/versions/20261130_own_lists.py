"""When each person's own list was made is kept, also where no posting fits: who has none came first every night.

Revises: 20261129_going_back
"""

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

from marketplace.db import UtcDateTime

revision = "20261130_own_lists"
down_revision = "20261129_going_back"
branch_labels = None
depends_on = None

MATCH = sa.table(
    "match",
    sa.column("consultant_id", sa.Uuid()),
    sa.column("ranked_at", UtcDateTime()),
    sa.column("model"),
    sa.column("for_person", sa.Boolean()),
)


def upgrade() -> None:
    own_list = op.create_table(
        "own_list",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultant_id"], ["consultant.id"], name=op.f("fk_own_list_consultant_id_consultant"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_list")),
        sa.UniqueConstraint("consultant_id", name=op.f("uq_own_list_consultant_id")),
    )
    op.create_index(op.f("ix_own_list_made_at"), "own_list", ["made_at"], unique=False)
    at, model = sa.func.min(MATCH.c.ranked_at), sa.func.max(MATCH.c.model)
    known = sa.select(MATCH.c.consultant_id, at.label("made_at"), model.label("model"))
    known = known.where(MATCH.c.for_person).group_by(MATCH.c.consultant_id)
    rows = [{"id": uuid7(), **row} for row in op.get_bind().execute(known).mappings()]
    if rows:
        op.bulk_insert(own_list, rows)


def downgrade() -> None:
    op.drop_index(op.f("ix_own_list_made_at"), table_name="own_list")
    op.drop_table("own_list")
