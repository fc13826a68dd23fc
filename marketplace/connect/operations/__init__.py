"""The verbs of Stripe Connect."""
