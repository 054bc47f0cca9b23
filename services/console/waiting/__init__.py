"""What waits for a person, as people read it: what, since when, whose turn it is, and where it is done. Pure."""
