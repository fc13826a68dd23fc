"""Other tools' exports taken into a project's boards: previewed, mapped, and taken again without doubling a row."""
