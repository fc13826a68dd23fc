"""Registration numbers looked up: who asked which source, when, and what it showed; asked again every 31 days."""
