"""What every template keeps: the policy's rules, and a word at the top about what it expects."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

ROOT = Path(__file__).resolve().parent.parent.parent
# A conversation taken along as one file has its style inside: it is opened from a disk, where no policy of ours is.
TAKEN_ALONG = {"chatapp/transfers/paper_head.html"}
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if str(path.relative_to(ROOT / "templates")) not in TAKEN_ALONG
)
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|hx-on|hx-vals=.?js:|javascript:|<script(?![^>]*\ssrc=)")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_has_nothing_the_policy_forbids(template: Path) -> None:
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", sorted((ROOT / "templates").glob("_*.html")), ids=lambda path: path.name)
def test_a_shared_fragment_says_what_it_expects(template: Path) -> None:
    first = template.read_text().splitlines()[0]

    assert "{% comment %}" in first


def test_the_page_for_our_own_failure_needs_nothing() -> None:
    page = render_to_string("500.html")

    assert "Something broke on our side" in page
    assert "/static/plain.css" in page


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "429", "503"])
def test_an_error_page_says_what_happened_and_what_to_do(name: str, db: None) -> None:
    request = RequestFactory().get("/")
    page = render_to_string(f"{name}.html", {}, request)

    assert "<h1>" in page
    assert 'class="button' in page


def test_the_lock_names_no_registry() -> None:
    lock = (ROOT / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert "registry." not in lock


def test_every_icon_a_template_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="i-([a-z]+)"', (ROOT / "templates/_icons.html").read_text()))
    named = {name for path in TEMPLATES for name in re.findall(r'_icon.html" with name="([a-z]+)"', path.read_text())}
    named |= {name for path in TEMPLATES for name in re.findall(r'\bicon="([a-z]+)"', path.read_text())}

    assert named - drawn == set()
