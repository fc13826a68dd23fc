"""What became of matches in each band of scores is kept with the night's audit.

Revises: 20261201_often_shown
"""

import sqlalchemy as sa
from alembic import op

from marketplace.db import JSON

revision = "20261202_meaning"
down_revision = "20261201_often_shown"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("exposure_audit", sa.Column("meaning", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("exposure_audit", "meaning")
