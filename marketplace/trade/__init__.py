"""The trade's rules as pure functions: no database, no page, nothing but numbers, dates and words."""
