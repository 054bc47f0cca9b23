from shared.settings import Settings


class ReviewsSettings(Settings):
    """Nothing beyond what every service is told."""
