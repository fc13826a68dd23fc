"""The client's side of an engagement: write, review, publish, close; its search index."""
