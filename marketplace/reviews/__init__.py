"""Two-way reviews at milestones and at the end of a contract, blind until both sides have written."""
