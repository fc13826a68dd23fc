"""What is done with documents: issued, confirmed, disputed, corrected, paid, and asked for when late."""
