"""議事録: minutes of a project's meetings, and the decisions and actions that are made of their lines."""
