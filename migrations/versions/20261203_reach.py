"""A person's own list says how many postings are possible, and how many each condition alone keeps away.

Revises: 20261202_meaning
"""

import sqlalchemy as sa
from alembic import op

from marketplace.db import JSON

revision = "20261203_reach"
down_revision = "20261202_meaning"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("own_list", sa.Column("reach", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("own_list", "reach")
