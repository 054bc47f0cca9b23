"""One machine is enough: every server and service as children of one supervisor."""
