"""From the first minute: the named advisor, the promised day, and the registration interview that fills the profile."""
