"""When two references are one person's, where somebody is kept out."""


def folded(person: str) -> str:
    """However it was typed. Whoever is kept out stays out in capitals, too; what lets somebody in asks for the
    very reference. So a slip of the shift key closes a case to one person more, and opens none.
    """
    return person.lower()
