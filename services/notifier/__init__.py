"""Tells the national Panel and the others who must know of a serious incident, and proves that it did so in time.

Hears:  intake.events, case-keys; HTTP commands
Says:   notifier.events
"""
