"""What programs read: status and tracker of projects as JSON and CSV, by a token that acts for its person."""
