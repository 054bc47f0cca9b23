"""Takes in reports of serious incidents from partner agencies, and records what the authority decides.

Hears:  partner.<agency>.incidents, case-keys; HTTP POST /reports and commands
Says:   intake.events, partner.<agency>.feedback
"""
