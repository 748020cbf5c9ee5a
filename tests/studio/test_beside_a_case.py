"""What stands beside a case about a picture: where it comes from, what came of it, what is the same, whoever's it is."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from moderation import decisions, flags
from moderation.models import Case, Decision, ReviewerSettings
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.accounts.people import signed_in
from tests.moderation.deeds import LOCK, REMOVE
from tests.studio.conftest import person
from tests.studio.families import thing

LOOK = Verdict(action=Action.REVIEW, check="person", policy_version="", detail="Look.")
LOOKS = "0f" * 32
SMALL = ["small.webp", "large.webp"]


def about(asset: Asset, verdict: Verdict = LOOK) -> Case:
    flag = flags.raise_flag(subject_kind=ASSET, subject=asset.public_id, owner=asset.owner, verdict=verdict)
    assert flag is not None
    return flag.case


def apart(bits: int) -> str:
    """A hash that differs from LOOKS in so many bits."""
    return f"{int(LOOKS, 16) ^ ((1 << bits) - 1):064x}"


def seen(browser: Client, case: Case) -> str:
    return browser.get(reverse("case", args=[case.public_id])).content.decode()


def status(browser: Client, asset: Asset, case: Case | None = None) -> int:
    address = reverse("asset-small-for-desk", args=[asset.public_id])
    return browser.get(address, {"case": str(case.public_id)} if case else {}).status_code


@pytest.fixture
def desk(rosa: User) -> Client:
    return signed_in(rosa)


def test_a_case_shows_what_a_thing_was_made_from_and_what_came_of_it(alice: User, bob: User, desk: Client) -> None:
    first = thing(alice, "a fox", previews=SMALL)
    second = thing(alice, "a fox at a desk", first, previews=SMALL, origin="trimmed")
    third = thing(bob, "a fox dancing", second, previews=SMALL)
    page = seen(desk, case := about(second))

    chain = page[page.index('class="chain"') :]

    assert "brought here “a fox”" in chain
    assert "cut “a fox at a desk” <b>(this)</b>" in chain
    assert "a fox dancing”, another owner’s" in chain
    assert bob.name not in page
    assert [status(desk, each, case) for each in (first, second, third)] == [302, 302, 302]


def test_a_relative_is_seen_beside_its_case_and_nowhere_else(alice: User, bob: User, desk: Client) -> None:
    first, stranger = thing(alice, previews=SMALL), thing(alice, previews=SMALL)
    case, other = about(thing(alice, "b", first)), about(thing(bob))

    assert status(desk, first, case) == 302
    assert [status(desk, first), status(desk, first, other), status(desk, stranger, case)] == [404, 404, 404]
    assert desk.get(reverse("asset-for-desk", args=[first.public_id])).status_code == 404
    assert status(signed_in(bob), first, case) in (403, 404)


def test_what_is_locked_or_thrown_away_is_said_and_not_shown(alice: User, desk: Client, rosa: User) -> None:
    locked = thing(alice, "the unspeakable", previews=SMALL)
    gone = thing(alice, "the forgotten", locked, previews=SMALL)
    Asset.objects.filter(pk=gone.pk).update(deleted_at=gone.made_at, purge_after=gone.made_at)
    about(locked, LOCK)
    page = seen(desk, case := about(thing(alice, "a fox", gone)))

    assert "locked: two roles open it" in page
    assert "thrown away by its owner" in page
    assert "unspeakable" not in page
    assert "forgotten" not in page
    assert [status(desk, each, case) for each in (locked, gone)] == [404, 404]
    both = signed_in(person("ruth", Role.REVIEWER, Role.ADMINISTRATOR))
    page = seen(both, case)
    assert "the unspeakable" in page
    assert reverse("asset-small-for-desk", args=[locked.public_id]) not in page  # a list shows it to nobody in passing
    assert [status(both, locked, case), status(both, locked)] == [404, 404]


def test_a_long_line_is_shown_near_the_thing_and_counted_beyond(alice: User, desk: Client) -> None:
    line = [thing(alice, "n0")]
    for n in range(1, 8):
        line.append(thing(alice, f"n{n}", line[-1]))
    for n in range(9):
        thing(alice, f"child{n}", line[-1])

    page = seen(desk, about(line[-1]))

    assert "3 before" in page
    assert re.findall(r"“(n\d)”", page[page.index('class="chain"') :]) == ["n3", "n4", "n5", "n6", "n7"]
    assert page.count("“child") == 6
    assert "3 more" in page


def test_a_decision_about_the_same_or_nearly_the_same_is_told_whoever_s_it_was(
    alice: User, bob: User, rosa: User, desk: Client
) -> None:
    mine = thing(alice, pdq=LOOKS, sha256="a" * 64, unsigned_sha256="c" * 64)
    for name, sha, unsigned, looks, reason in (
        ("bytes", "b" * 64, "c" * 64, "", "The same bytes."),
        ("looks", "d" * 64, "e" * 64, apart(20), "The same looks."),
        ("far", "f" * 64, "9" * 64, apart(40), "Something else."),
    ):
        other = thing(bob, name, pdq=looks, sha256=sha, unsigned_sha256=unsigned)
        decisions.decide(about(other), reviewer=rosa, measures=[REMOVE], reason=reason)

    page = seen(desk, about(mine))

    assert "about another owner’s very same file: removed. The same bytes." in page
    assert (
        "about another owner’s thing that looks nearly the same (20 of 256 bits differ): removed. The same looks."
        in page
    )
    assert "Something else." not in page
    assert bob.name not in page


def bulk(browser: Client, case: Case, *others: Case, **words: Any) -> int:
    data = {"with": [str(each.public_id) for each in others], "reason": "So.", **words}
    return browser.post(reverse("case_decide", args=[case.public_id]), data).status_code


def test_what_looks_nearly_the_same_is_removed_along_and_comes_back_along(
    alice: User, bob: User, desk: Client, rosa: User
) -> None:
    mine, theirs = thing(alice, pdq=LOOKS), thing(bob, pdq=apart(20), sha256="b" * 64, approved_sha256="b" * 64)
    first, second = about(mine), about(theirs)
    assert "20 of 256 bits differ" in seen(desk, first)

    bulk(desk, first, second, measures=["remove"])
    hidden = set(Asset.objects.filter(hidden_at__isnull=False))
    desk.post(reverse("desk_undo_all", args=[Decision.objects.latest("pk").bundle]))

    assert hidden == {mine, theirs}
    assert not Asset.objects.filter(hidden_at__isnull=False).exists()
    assert Case.objects.open().count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"measures": ["allow"]}, "open it and look before you let it pass"),
        ({"measures": ["remove", "suspend"], "until_suspend": "7"}, "is about one person"),
    ],
)
def test_not_everything_goes_along_with_what_only_looks_alike(
    alice: User, bob: User, desk: Client, words: dict[str, Any], sentence: str
) -> None:
    first, second = about(thing(alice, pdq=LOOKS)), about(thing(bob, pdq=apart(20), sha256="b" * 64))

    assert bulk(desk, first, second, **words) == 422

    assert not Decision.objects.exists()
    preview = desk.post(
        reverse("case_statement", args=[first.public_id]), {"with": [str(second.public_id)], "reason": "So.", **words}
    )
    assert sentence in preview.content.decode()


def test_the_list_has_small_pictures_veiled_as_its_reviewer_wants(alice: User, rosa: User, desk: Client) -> None:
    asset = thing(alice, previews=SMALL)
    about(asset)
    ReviewerSettings.objects.create(owner=rosa, blur="strong", grey=False)

    page = desk.get(reverse("desk")).content.decode()

    stamp = re.search(r'<span class="stamp" data-blur="(\w+)" data-grey="(\w+)"><img[^>]* src="([^"]+)"', page)
    assert stamp is not None
    assert stamp.groups() == ("strong", "off", reverse("asset-small-for-desk", args=[UUID(str(asset.public_id))]))
