"""What is done to a project and its rows."""
