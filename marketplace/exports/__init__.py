"""Everything that leaves the tracker as a file: PDF, PowerPoint, Excel, Word, calendar, archive, signed summary."""
