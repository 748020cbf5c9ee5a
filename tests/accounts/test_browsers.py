"""Naming a browser for people."""

import pytest

from accounts.templatetags.browsers import browser_name

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME, "Chrome on Linux"),
        (CHROME.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64") + " Edg/140.0", "Edge on Windows"),
        (CHROME.replace("X11; Linux x86_64", "Linux; Android 15; Pixel 9"), "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on a Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on an iPhone"),
        ("curl/8.9", "curl/8.9"),
        ("x" * 500, "x" * 80),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_name_it(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
