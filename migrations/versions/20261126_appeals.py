"""Matches carry what would help, rankings what shrinks the field.

Revises: 20261125_reporting
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261126_appeals"
down_revision = "20261125_reporting"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("match", sa.Column("advice", JSON, nullable=False, server_default="{}"))
    op.add_column("ranking", sa.Column("field", JSON, nullable=False, server_default="{}"))


def downgrade() -> None:
    with op.batch_alter_table("ranking") as batch:
        batch.drop_column("field")
    with op.batch_alter_table("match") as batch:
        batch.drop_column("advice")
