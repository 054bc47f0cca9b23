"""Where a webhook may go."""

from ipaddress import ip_address

import pytest

from shared.dispatch.addresses import NotPublic, is_public, resolved


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("::1", "::", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1"),
        "::ffff:10.0.0.1",  # IPv4 in IPv6
        "64:ff9b::a00:1",  # 10.0.0.1 through NAT64
        "2002:a00:1::",  # 10.0.0.1 through 6to4
    ],
)
def test_a_private_address_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_is(address: str) -> None:
    assert is_public(ip_address(address))


async def test_a_name_that_leads_to_this_machine_is_refused_unless_it_may() -> None:
    with pytest.raises(NotPublic):
        await resolved("localhost", 443, private_network=False)
    assert ip_address(await resolved("localhost", 443, private_network=True)).is_loopback
