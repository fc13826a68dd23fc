"""Billing: what a client withholds from a DIRECT invoice; the form of business that a version was decided for.

Revises: 20261123_contracts
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_billing"
down_revision = "20261123_contracts"
branch_labels = None
depends_on = None

FORMS = sa.Enum("individual", "one_person_company", "company", name="businessform", native_enum=False, length=32)


def upgrade() -> None:
    # A check on the column itself: SQLite adds it with the column and drops it with the column, as PostgreSQL does.
    op.execute(
        "ALTER TABLE invoice ADD COLUMN withheld INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_invoice_withheld_is_part_of_it CHECK (withheld >= 0 AND withheld <= total)"
    )
    op.add_column("contract_version", sa.Column("business_form", FORMS, nullable=True))


def downgrade() -> None:
    op.drop_column("contract_version", "business_form")
    op.drop_column("invoice", "withheld")
