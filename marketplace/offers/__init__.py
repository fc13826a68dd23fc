"""Offers (オファー): terms in versions, sent and countered until one is accepted, holding the person's days."""
