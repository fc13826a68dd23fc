"""Stripe Checkout: clients pay invoices by card or by transfer to an account that Stripe gives them."""
