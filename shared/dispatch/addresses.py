"""Where a webhook may go: to the public internet, unless the partnership's own file says otherwise.

Names are resolved here, once, and the connection is made to what was found, so that a name cannot point somewhere
else between the look and the call.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

NAT64 = ip_network("64:ff9b::/96")


class NotPublic(Exception):
    """The name leads into a private network, or to this machine."""


async def resolved(host: str, port: int, *, private_network: bool) -> str:
    """One address of the host. Raises OSError when it has none, NotPublic when any of them is not public."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not private_network and not all(is_public(ip_address(each.partition("%")[0])) for each in addresses):
        raise NotPublic(host)
    return addresses[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    inner = _inside(address)
    if inner:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _inside(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
