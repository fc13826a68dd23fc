"""The product on a database of its own, on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, text

from marketplace.db import db
from marketplace.engagements.models import Listing
from tests.factories.accounts import make_advisor
from tests.marketplace.pipeline.engines import forget_everything, own_product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from marketplace.accounts.models import User

__all__ = ["own_product"]


@pytest.fixture
def advisor(own_product: Flask) -> Iterator[User]:
    """An advisor at a product with real commits: SQLite's text index cannot take back and put in a row at once."""
    with own_product.app_context():
        db.session.execute(delete(Listing))
        db.session.execute(text("DELETE FROM listing_text"))
        db.session.commit()
        forget_everything()
        yield make_advisor()
