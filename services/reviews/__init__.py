"""Keeps the safeguarding partners' rapid reviews and practice reviews, up to the report they accept.

Hears:  intake.events, notifier.events, case-keys; HTTP commands
Says:   reviews.events
"""
