"""Billing: an approved month becomes an invoice and a payment notice, each issued once, found again, never changed."""
