from shared.settings import Settings


class NotifierSettings(Settings):
    """Nothing beyond what every service is told."""
