"""What we are made of that others wrote: its licences, what is known against it, and a list of all of it."""
