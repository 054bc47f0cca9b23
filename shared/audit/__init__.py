"""Who looked at what, who was turned away, and whose keys were used: a log of its own, beside what happened."""
