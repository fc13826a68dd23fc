"""The product on a database of its own, on both engines."""

from tests.marketplace.pipeline.engines import own_product

__all__ = ["own_product"]
