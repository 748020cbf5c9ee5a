"""Where a request comes from, behind as many proxies as the house has told us of. For limits only; never kept."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

ONE_PLACE = 64  # bits: whoever has one address of IPv6 has all that begin like it


def address_of(request: HttpRequest) -> str:
    """The browser's network address; of IPv6 the whole network it may choose its addresses in."""
    return folded(str(get_adapter(request).get_client_ip(request)))


def folded(address: str) -> str:
    """One word for all addresses of one place, so that it is counted once; what is no address is its own word."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found), ONE_PLACE), strict=False))
