"""The same request sent twice, by Back and Send or by a double click, is one request with one clock."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from moderation.finding import Found
from moderation.models.takedown import Takedown
from moderation.takedowns import receiving
from moderation.takedowns.receiving import Request

SALT = "moderation.removal.again"
MOST_WORDS = 8_000  # of each part of a request, with all that was added


def ask_once(said: Request, *, confirmed: bool = False, proof: str = "") -> tuple[Takedown, bool]:
    """Take a request, or add to the open one that says the same; True: it is that one, and no clock began.

    `proof`: what only this browser, or this person, has. Without it every request is a new one: a contact is known to
    others, who must neither get to an earlier request by it nor learn that there is one.
    """
    found = receiving.named(said.where, said.only)
    asked_as = _name(said, found, proof) if proof else ""
    if asked_as and (earlier := _added(asked_as, said)):
        return earlier, True
    try:
        return receiving.ask(said, confirmed=confirmed, asked_as=asked_as), False
    except IntegrityError:  # of two clicks the other was quicker
        if asked_as and (earlier := _added(asked_as, said)):
            return earlier, True
        raise


def _name(said: Request, found: Sequence[Found], proof: str) -> str:
    """Knows the same request again, without saying whose it is: whom it is for, and the things it names, or its words where
    nothing was found.
    """
    things = sorted(f"{each.kind}:{each.subject}" for each in found) or said.where.split()
    whom = " ".join(said.who.casefold().split())
    words = "\0".join([proof, said.contact.strip().lower(), whom, *things])
    return salted_hmac(SALT, words, algorithm="sha256").hexdigest()


@transaction.atomic
def _added(asked_as: str, said: Request) -> Takedown | None:
    """The open one, with what is new of what they say now. One that is full takes no more: what they say is a new one then."""
    earlier = Takedown.objects.open().select_for_update(no_key=True).filter(asked_as=asked_as).first()
    if earlier is None:
        return None
    kept = said.as_kept()
    words = {name: _with(getattr(earlier, name), getattr(kept, name)) for name in ("where", "why", "signature")}
    if any(len(each) > MOST_WORDS for each in words.values()):
        Takedown.objects.filter(pk=earlier.pk).update(asked_as="")
        return None
    for name, each in words.items():
        setattr(earlier, name, each)
    earlier.intimate = earlier.intimate or said.intimate
    earlier.save(update_fields=[*words, "intimate"])
    return earlier


def _with(before: str, said: str) -> str:
    """Both, where it was not said in the same words before."""
    said = said.strip()
    if f"\n\n{said}\n\n" in f"\n\n{before}\n\n":
        return before
    return f"{before}\n\n{said}".strip()
