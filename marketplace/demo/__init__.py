"""A demo world: the trade's realistic postings and profiles, and generated ones around them. Never in production."""
