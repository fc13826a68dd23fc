"""What postings like one's own pay: learned from the marketplace's own postings, told where enough stands behind it."""
