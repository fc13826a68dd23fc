"""Applications and consent: one consultant, one engagement, whatever its source."""
