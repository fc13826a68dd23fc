"""A match says which side keeps it: the posting's best, the person's best, or both.

Revises: 20261122_floor
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_sides"
down_revision = "20261122_floor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for side in ("for_posting", "for_person"):  # until ranked anew, both sides keep what there is
        op.add_column("match", sa.Column(side, sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    for side in ("for_posting", "for_person"):
        op.drop_column("match", side)
