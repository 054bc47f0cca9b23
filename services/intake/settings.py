from shared.settings import Settings


class IntakeSettings(Settings):
    """Nothing beyond what every service is told."""
