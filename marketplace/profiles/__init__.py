"""Consultants' profiles: what a person can do, has done, and wants."""
