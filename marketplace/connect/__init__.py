"""Stripe Connect: what clients pay for DIRECT invoices is taken in the consultants' place, and handed on to them."""
