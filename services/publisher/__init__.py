"""Makes a practice review public, in time and unidentifiable, keeps it public for a year, and takes it down.

Hears:  intake.events, notifier.events, reviews.events, case-keys; HTTP commands
Says:   publisher.events
Serves: the public site, on a port of its own
"""
