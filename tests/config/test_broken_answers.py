"""An answer that breaks after it has begun, over a real connection."""

import httpx
import pytest
from django.urls import reverse

from accounts.models import Role
from tests.accounts.people import person
from tests.chatapp.tabs import cookie
from tests.studio.hung import hang
from tests.support.processes import Processes


def test_an_answer_that_breaks_is_cut_off_each_time_and_never_left_hanging(processes: Processes) -> None:
    alice = person("alice", Role.CREATOR)
    lost = hang(alice)  # a row whose bytes are gone
    web = processes.web()
    name, _, value = cookie(alice).partition("=")

    with httpx.Client(base_url=web.url, cookies={name: value}, timeout=10) as reader:
        token = reader.get("/").text.partition('name="csrf-token" content="')[2].partition('"')[0]
        headers = {"X-CSRFToken": token, "Origin": web.url, "Referer": web.url}
        for _ in range(2):  # whoever clears connections away is still there for the second
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                reader.post(reverse("studio-zip"), data={"ids": str(lost.public_id)}, headers=headers)
        assert reader.get("/healthz").status_code == 200
