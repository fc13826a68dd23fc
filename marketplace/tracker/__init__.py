"""The tracked work of a contract: what is planned, what stands in its way, what was decided. Never attendance."""
