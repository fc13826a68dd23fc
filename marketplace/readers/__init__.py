"""外部閲覧者: somebody of the client's choice reads a project's reports and indicators by an expiring link."""
