"""Rankers measured on public data: each module prints a table and, asked for, JSON."""
