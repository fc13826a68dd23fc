"""Worlds for tests, one module per feature; each factory makes a valid row that a test then bends."""
