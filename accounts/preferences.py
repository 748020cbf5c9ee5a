"""What a person likes: the theme, the engine a new conversation begins with."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.http import HttpResponse

from accounts.models import Theme, User

COOKIE = "theme"  # read by templates/base.html, so that the first paint is right without a script
YEAR_SECONDS = 365 * 24 * 3600

Offer = Callable[[], Sequence[tuple[str, str]]]
_offers: list[Offer] = []


def offer_engines(offer: Offer) -> None:
    """A higher room says, from `AppConfig.ready()`, which engines there are: (id, label). Asked each time a page is shown."""
    _offers[:] = [offer]


def engines(now: str = "") -> list[tuple[str, str]]:
    """The choice, the house's own first; `now` stays in the list even if the provider has dropped it."""
    offered = [pair for offer in _offers for pair in offer()]
    if now and now not in dict(offered):
        offered.append((now, now))
    house = dict(offered).get(settings.DEFAULT_ENGINE, settings.DEFAULT_ENGINE)
    return [("", f"The house's choice ({house})"), *offered]


def engine_of(person: User) -> str:
    """With which engine a new conversation of theirs begins."""
    return person.engine or str(settings.DEFAULT_ENGINE)


def dress(response: HttpResponse, person: User) -> None:
    """Tell the browser the person's theme."""
    if person.theme == Theme.SYSTEM:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, person.theme, max_age=YEAR_SECONDS, samesite="Lax", secure=secure)
