"""見直し依頼: a consultant says that a match is not right, with its explanation attached; an advisor answers."""
