"""Keeps the safeguarding partners' rapid reviews and practice reviews, up to the report they accept.

Hears:  intake.events, notifier.events, case-keys, partner.<agency>.returns; HTTP commands
Says:   reviews.events; what agencies are told of their returns also on partner.<agency>.feedback
"""
