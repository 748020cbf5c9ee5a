"""What every page knows about the person it is shown to."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import Notice, User

SHOWN = 3  # in the header; the rest is on the page of notices


def person(request: HttpRequest) -> dict[str, object]:
    """`notices`: the newest unread ones; `unread`: how many. Asked of the database only if the page shows them."""
    somebody = getattr(request, "user", None)
    if not isinstance(somebody, User):
        return {"notices": [], "unread": 0}
    unread = Notice.objects.owned_by(somebody).unread().newest_first()
    newest: Callable[[], object] = lambda: list(unread[:SHOWN])  # noqa: E731
    return {"notices": SimpleLazyObject(newest), "unread": SimpleLazyObject(unread.count)}
