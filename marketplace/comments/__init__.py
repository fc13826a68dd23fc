"""Comments on a project's rows, minutes, change requests and status reports: mentions, files, a few minutes to mend."""
