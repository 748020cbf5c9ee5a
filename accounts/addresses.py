"""Where a request comes from, behind as many proxies as the house has told us of. For limits only; never kept."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The browser's network address."""
    return str(get_adapter(request).get_client_ip(request))
