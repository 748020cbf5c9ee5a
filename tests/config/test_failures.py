"""A form whose token is old: whoever was signed out keeps what they wrote, and finds back."""

import pytest
from django.test import Client
from pytest_django import Settings

HERE = "http://testserver"
SENT = {"reason": "She did <not> agree.", "password": "open sesame"}


@pytest.mark.django_db
@pytest.mark.parametrize(("origin", "kept"), [(HERE, True), ("https://elsewhere.example", False), ("", False)])
def test_what_was_written_is_kept_for_who_wrote_it_here(origin: str, kept: bool, settings: Settings) -> None:
    settings.PUBLIC_ORIGINS = [HERE]
    headers = {"origin": origin, "referer": f"{origin}/desk/cases/1/?lane=other"}

    page = Client(enforce_csrf_checks=True).post(
        "/desk/cases/00000000-0000-4000-8000-000000000000/decide/", SENT, headers=headers
    )

    words = page.content.decode()
    assert page.status_code == 403
    assert ("She did &lt;not&gt; agree." in words, "?next=/desk/cases/1/" in words) == (kept, kept)
    assert "open sesame" not in words
