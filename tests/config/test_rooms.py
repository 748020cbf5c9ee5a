"""Every page says in which room one is, by the tab of that room."""

import re

import pytest
from django.test import Client

from accounts.models import Role
from tests.accounts.people import person

PLACES = {
    "/": "Parlour",
    "/archive/": "Parlour",
    "/engines/": "Parlour",
    "/personas/": "Parlour",
    "/projects/": "Parlour",
    "/prompts/": "Parlour",
    "/search/?q=sky": "Parlour",
    "/shares/": "Parlour",
    "/transfers/": "Parlour",
    "/studio/": "Studio",
    "/studio/trash/": "Studio",
    "/desk/": "Desk",
    "/desk/decided/": "Desk",
    "/people/me/": "",
    "/usage/": "",
}


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_the_tab_of_the_room_one_is_in_is_marked(client: Client, place: str) -> None:
    client.force_login(person("rosa", Role.CREATOR, Role.REVIEWER))

    page = client.get(place).content.decode()

    rooms = page[page.index('aria-label="Rooms"') :].split("</nav>")[0]
    current = re.findall(r'aria-current="page">(\w+)</a>', rooms)
    assert current == ([PLACES[place]] if PLACES[place] else [])
