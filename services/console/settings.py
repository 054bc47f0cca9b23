from shared.settings import Settings


class ConsoleSettings(Settings):
    """Nothing beyond what every service is told."""
