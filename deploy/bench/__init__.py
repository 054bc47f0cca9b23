"""`cspr bench`: how fast it is, beside what others do in the same run on the same machine, and what bounds it."""
