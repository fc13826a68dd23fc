"""Other tools' files, read into rows of the boards. Pure: bytes in, rows and remarks out, nothing is written."""
