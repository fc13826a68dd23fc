"""A going back is dated: until an operator has taken a newer model, no night takes one by itself.

Revises: 20261128_learning
"""

import sqlalchemy as sa
from alembic import op

from marketplace.db import JSON, UtcDateTime

revision = "20261129_going_back"
down_revision = "20261128_learning"
branch_labels = None
depends_on = None

MODEL = sa.table(
    "ranking_model",
    *(sa.column(name) for name in ("id", "state", "kind", "number", "file", "refused_because", "made_at")),
    sa.column("withdrawn_at", UtcDateTime()),
)
AUDIT = sa.table("audit_entry", sa.column("at", UtcDateTime()), sa.column("event"), sa.column("facts", JSON))


def upgrade() -> None:
    op.add_column("ranking_model", sa.Column("withdrawn_at", UtcDateTime(), nullable=True))
    bind = op.get_bind()
    went_back = sa.select(AUDIT.c.at, AUDIT.c.facts).where(AUDIT.c.event == "ranking model gone back to")
    days = {row.facts.get("former"): row.at for row in bind.execute(went_back.order_by(AUDIT.c.at))}
    withdrawn = sa.select(MODEL.c.id, MODEL.c.kind, MODEL.c.number).where(MODEL.c.state == "withdrawn")
    for row in bind.execute(withdrawn).all():
        change = sa.update(MODEL).where(MODEL.c.id == row.id)
        bind.execute(change.values(withdrawn_at=days.get(f"{row.kind}-{row.number}", MODEL.c.made_at)))


def downgrade() -> None:
    waiting = sa.update(MODEL).where(MODEL.c.state == "waiting")
    op.get_bind().execute(waiting.values(state="refused"))
    op.drop_column("ranking_model", "withdrawn_at")
