"""Each role's first page, the public face, and the frame around every page."""
