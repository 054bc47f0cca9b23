"""A witness beside the services: it signs how far each log had come, so that none can be rewritten unseen."""
