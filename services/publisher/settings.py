from shared.settings import Settings


class PublisherSettings(Settings):
    """`site_port`: where the public site is, and nothing else. The staff's API is on `port`."""

    site_port: int = 8404
