"""Addresses: which web addresses a file of settings may name, and what is a mailbox that somebody typed."""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

MOST_CHARACTERS = 254  # of a mailbox (RFC 5321 4.5.3.1, with its erratum 1690)
# Narrower than the RFC: what every mail program writes without quotes, as an HTML form's e-mail field has it.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})+")


def is_mailbox(text: str) -> bool:
    """Whether a mail can be sent there."""
    return len(text) <= MOST_CHARACTERS and _MAILBOX.fullmatch(text) is not None


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
