"""What is done with work reports: written, handed in, returned or approved, locked, corrected; and reminded of."""
