"""What two services or more rely on: the events they exchange and the plumbing that carries them."""
