"""What is done to a status report."""
