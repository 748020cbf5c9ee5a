"""Where diagrams are drawn: a page that reaches nothing, and that only our own pages may hold."""

from django.test import Client


def test_the_place_has_no_origin_and_reaches_nothing(client: Client) -> None:
    answer = client.get("/diagrams/")
    rules = dict(rule.strip().partition(" ")[::2] for rule in answer["Content-Security-Policy"].split(";"))

    assert rules["sandbox"] == "allow-scripts"
    assert rules["default-src"] == rules["connect-src"] == rules["img-src"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == rules["frame-ancestors"] == "'self'"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "csrf" not in answer.content.decode()
    assert not answer.cookies


def test_every_other_page_allows_no_inline_style_and_may_not_be_framed(client: Client) -> None:
    answer = client.get("/people/auth/login/")

    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
