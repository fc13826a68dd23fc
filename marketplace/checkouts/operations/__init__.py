"""The verbs of checkouts."""
