"""The advisor's pages: what waits, ranked people of a posting, applications."""
