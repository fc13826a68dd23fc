"""Finding postings and applying: the public list, the posting's page, the application on one screen."""
