"""What both sides read: at receipt, when it is hidden, when it is decided. By mail; whoever has an account, in notices, too."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts import links, notices
from accounts.models import User
from accounts.sentences import objection
from moderation import letters, subjects
from moderation.models.takedown import Noted, Reached, State, Takedown, Why

DECIDED = {
    State.UPHELD: "We removed it. A picture or film that we removed cannot be brought here again, and we look out for copies of it.",
    State.DECLINED: "A person looked, and decided that it stays. What was hidden while we looked is being shown again.",
    State.WITHDRAWN: "You took your request back. What was hidden is being shown again.",
}


LATELY = (
    "A person looked at this lately, and decided that it may stay. It is looked at again; it is not hidden before that."
)


LEFT = "You have deleted your account: what you wrote, and the page of your request, go with it."


def received(takedown: Takedown, secret: str) -> None:
    """To whoever asked, at once. `secret` is in no other place: opening it proves that they read this mail."""
    place = links.absolute(reverse("removal-confirm", args=[secret]))
    further = (
        ""
        if takedown.spreads
        else "\n\nPlease confirm that you asked: open this address and press the button there. Then we look for copies with other "
        f"people, too, and hide them.\n{place}"
    )
    _mail(
        takedown,
        f"We have your request {takedown.number}",
        f"We have your request, and we take it seriously. {_now(takedown)}\n\n"
        f"A person decides within {settings.TAKEDOWN_HOURS:g} hours: by {takedown.due_at:%-d %B, %H:%M} UTC at the latest.{further}",
    )


def _now(takedown: Takedown) -> str:
    """What is so from this moment on."""
    rows = takedown.reached.filter(why=Why.NAMED)
    said = ["What you named is hidden until a person has decided."] if rows.exclude(hidden_at=None).exists() else []
    if rows.filter(hidden_at=None, noted=Noted.LATELY).exists():
        said.append(LATELY)
    return " ".join(said) or "A person reads it, and looks, before anything is hidden."


def hidden(takedown: Takedown) -> set[int]:
    """To whoever asked, once; and to each owner of what is hidden, once for each sweep that hid something. Returns the keys
    of what an owner was told of.

    Of two sweeps at once the second waits here for the first, and tells what that did not. Inside the caller's transaction.
    """
    fresh = Takedown.objects.open().select_for_update(no_key=True).filter(pk=takedown.pk).first()
    if fresh is None:  # decided meanwhile, and told
        return set()
    takedown, rows = fresh, fresh.reached.filter(hidden_at__isnull=False, released_at=None)
    if takedown.told_hidden_at is None and rows.exists():
        Takedown.objects.filter(pk=takedown.pk).update(told_hidden_at=timezone.now())
        count = rows.count()
        what = (
            "What you named is hidden now"
            if count == 1
            else f"What you named is hidden now, {count} things with its copies"
        )
        _mail(takedown, f"It is hidden: {takedown.number}", f"{what}. Nobody sees it while a person decides.")
    untold = list(rows.filter(told_at=None).select_related("owner"))
    for owner, theirs in _by_owner(untold):
        many = f"{len(theirs)} things of yours are" if len(theirs) > 1 else "Something of yours is"
        _owner(
            owner,
            "takedown_hidden",
            f"{many} hidden for now: somebody asked for removal because it shows them. This is no judgement about you. A person "
            f"decides by {takedown.due_at:%-d %B, %H:%M} UTC; if it may stay, it is shown again exactly as it was. You need do nothing.",
            _link(theirs[0]),
        )
    told = {row.pk for row in untold}
    Reached.objects.filter(pk__in=told).update(told_at=timezone.now())
    return told


def decided(takedown: Takedown) -> None:
    """To whoever asked."""
    _mail(takedown, f"Decided: {takedown.number}", decided_words(State(takedown.state), takedown.reason))


def decided_words(state: State, reason: str) -> str:
    """What whoever asked reads of it."""
    said = f"\n\nThe reviewer’s words: {reason}" if reason else ""
    again = f"\n\n{objection()}" if state == State.DECLINED else ""
    return f"{DECIDED[state]}{said}{again}"


def overturned(takedown: Takedown) -> None:
    """To whoever asked: an appeal was won."""
    _mail(takedown, f"Decided anew: {takedown.number}", overturned_words())


def overturned_words() -> str:
    """The same for whoever asked, however much of it is shown again."""
    words = "What we removed was appealed against. A second person looked, and decided that all or part of it may stay."
    return f"{words}\n\n{objection()}"


def given_back(rows: Iterable[Reached]) -> None:
    """To the owners of what is shown again."""
    for owner, theirs in _by_owner(rows):
        _owner(owner, "takedown_over", given_back_words(len(theirs)), _link(theirs[0]))


def given_back_words(count: int) -> str:
    """Of so many things of one owner."""
    many = f"{count} things of yours are" if count > 1 else "What was hidden of yours is"
    return f"{many} shown again, as before: the request to remove it did not hold for it. Nothing is held against you."


def removed(owner: User, statement: str) -> None:
    """The statement of a decision, by mail; in their notices it stands already."""
    letters.write(owner.email if owner.is_active else "", "Something of yours was removed", statement)


def _owner(owner: User, code: str, words: str, link: str) -> None:
    if owner.is_active:
        notices.tell(owner, code, body=words, subject_url=link)
        letters.write(owner.email, "About something of yours", words)


def _by_owner(rows: Iterable[Reached]) -> list[tuple[User, list[Reached]]]:
    found: dict[User, list[Reached]] = {}
    for row in rows:
        found.setdefault(row.owner, []).append(row)
    return list(found.items())


def _link(row: Reached) -> str:
    return subjects.of(row.kind).link(row.subject)


def _mail(takedown: Takedown, subject: str, words: str) -> None:
    if not takedown.contact:  # it was forgotten, and the key of its page with it
        return
    place = (
        f"How it stands, at any time; the address is your key, so keep it to yourself:\n{links.absolute(takedown.page)}"
    )
    letters.write(takedown.contact, subject, f"{words}\n\n{LEFT if _goes(takedown) else place}")


def _goes(takedown: Takedown) -> bool:
    """Its page goes with what they wrote."""
    return takedown.asker_left and not takedown.is_open
