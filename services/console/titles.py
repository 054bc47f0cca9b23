"""What stands over lists and beside filters, in plain words."""

BANDS = {  # a duty board's
    "overdue": "overdue",
    "today": "due today",
    "one working day": "in one working day",
    "two working days": "in two working days",
    "later": "later",
}
REASONS_OF = {  # whose staff decided -> what about
    "intake": "for notifying, or not",
    "notifier": "given while notifying",
    "reviews": "of the reviews",
    "publisher": "given on the way to publication",
}
FILTERS = {
    "q": "Reference",
    "area": "Area",
    "trigger_class": "Class",
    "agency": "Reported by",
    "assigned_to": "Whose",
    "team": "Team",
    "owing": "Duties",
}
