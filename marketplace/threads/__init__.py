"""Messages: for each application a thread of all, one of the consultant's and one of the client's with the advisors."""
