from shared.settings import Settings


class PublisherSettings(Settings):
    """`site_port`: where the public site is, and nothing else. The staff's API is on `port`.

    `site_proxies`: addresses or networks, with commas between, of what stands before the site and says in
    X-Forwarded-For who asks; `*` where nothing else reaches that port. Forms are counted by who sends them.
    """

    site_port: int = 8404
    site_proxies: str = ""
