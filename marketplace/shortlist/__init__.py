"""The glue to matching's ranker: build records, call it, store matches and reasons."""
