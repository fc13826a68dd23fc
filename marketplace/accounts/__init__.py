"""Who the people are: sign-up, sign-in, companies and their members, staff."""
