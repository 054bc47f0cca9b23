"""Web addresses that a file of settings names: which can be used, and which may do without TLS."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine is reached by it."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def wrong_url(address: str, *, plain: Callable[[str], bool]) -> str:
    """Why it cannot be used; empty when it can. Never the address itself. `plain`: which hosts need no TLS."""
    try:
        url = urlsplit(address)
        host, _ = url.hostname, url.port
    except ValueError:
        return "must be a web address"
    if not host or url.username or url.fragment or not address.isascii() or re.search(r"\s", address):
        return "must be a web address with a host, and without a user or a fragment"
    if url.scheme == "https" or (url.scheme == "http" and plain(host)):
        return ""
    return "must begin with https"
