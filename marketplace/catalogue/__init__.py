"""The catalogue of skills, tools, certifications and industries as the operator keeps it."""
