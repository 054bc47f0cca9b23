"""Shows operators every case, every duty and every service on one page, from what the four services said.

Hears:  intake.events, notifier.events, reviews.events, publisher.events
Says:   nothing
"""
