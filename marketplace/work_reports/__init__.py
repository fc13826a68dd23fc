"""作業報告書: a month's hours as the consultant writes them, as the client checks them, and what they come to."""
