"""統括: several projects on one page, for a client, for a PMO with several contracts, and for the operator."""
