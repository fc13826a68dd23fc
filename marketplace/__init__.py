"""Ennoshita: a marketplace for freelance PMO engagements. Start reading at contents.py."""
