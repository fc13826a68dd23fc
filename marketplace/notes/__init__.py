"""Private notes: what one side keeps to itself about an application or a person."""
