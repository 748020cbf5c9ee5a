"""Whoever is shown here and has neither an account nor a link that opens finds the way to a removal and a report."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("/nosuchpage/", 404),
        (f"/made/{'never' * 8}/", 404),
        (f"/shared/{'never' * 8}/", 404),
        ("/about-ai/", 200),
        ("/check/", 200),
        ("/transparency/", 200),
        ("/people/auth/login/", 200),
    ],
)
def test_removal_and_report_are_one_click_away(client: Client, place: str, status: int) -> None:
    answer = client.get(place)

    assert answer.status_code == status
    for way in ("/removal/", "/report/"):
        assert f'href="{way}"' in answer.content.decode()
