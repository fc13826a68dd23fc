"""Notices on pages and by mail: delivers what other features put into the outbox."""
