"""The card below a question that asks for a picture: offered, ordered through the studio's own path, put aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict

from accounts.models import User
from chatapp.drawing import wishes
from chatapp.models import Drawing, Message, Turn
from foundation.wakeups import wake
from studio import cards, jobs, quotes
from studio.cards import Card
from studio.forms import PictureOrderForm
from studio.models import Asset
from studio.quotes import Quote
from studio.states import ENDED, State
from studio.verbs import Verb


class NotOrdered(Exception):
    """Nothing was ordered; the words say why."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the card shows. `card` is the order, if there is one; `asset` what came of it, if its owner still has it.

    `may_order`: nothing is under way, or what was ordered came to nothing.
    """

    form: PictureOrderForm
    quote: Quote
    card: Card | None = None
    asset: Asset | None = None
    dismissed: bool = False

    @property
    def may_order(self) -> bool:
        """Whether the button stands there."""
        return not self.dismissed and (self.card is None or self.is_over)

    @property
    def is_over(self) -> bool:
        """It came to nothing."""
        return bool(self.card and _is_over(self.card))


def offer(person: User, turn: Turn, typed: Mapping[str, str] | None = None) -> Offer | None:
    """The card of this turn's question; None: it asks for none, or this is no place to offer one.

    A temporary chat leaves nothing behind, and a picture on a wall would be something.
    """
    question = turn.prompt
    if not person.may_create or turn.conversation.temporary:
        return None
    drawing = Drawing.objects.filter(message=question).select_related("job__owner", "job__hold").first()
    wish = wishes.wish(question.shown_text)
    if wish is None:
        return None
    card = cards.of(drawing.job) if drawing and drawing.job else None
    begun = (
        {"prompt": card.job.prompt, "ratio": card.job.shape} if card else {"prompt": wish.prompt, "ratio": wish.ratio}
    )
    chosen = _chosen({**begun, **(typed or {})})
    form = PictureOrderForm(initial=chosen.dict())
    form.auto_id = f"draw-{turn.public_id}-%s"  # several such cards stand on one page
    return Offer(
        form,
        quotes.of(person, Verb.IMAGINE, chosen),
        card,
        card.assets[0] if card and card.assets else None,
        bool(drawing and drawing.dismissed and (card is None or _is_over(card))),
    )


def order(person: User, turn: Turn, typed: Mapping[str, str]) -> Drawing:
    """Order it, once: what is under way, or was made, is found again. Raises NotOrdered, and what `jobs.request` raises."""
    form = PictureOrderForm(_chosen(typed), owner=person)
    if not form.is_valid():
        raise NotOrdered(str(next(iter(form.errors.values()))[0]))
    with transaction.atomic():
        drawing = _locked(turn.prompt)
        before = drawing.job
        if before is None or before.state in ENDED - {State.READY}:
            key = f"draw-{before.public_id}" if before else f"draw-{turn.prompt.public_id}"
            drawing.job = jobs.request(person, form.order(), key=key)
            drawing.dismissed = False
            drawing.save(update_fields=["job", "dismissed"])
            _tell(turn)
    return drawing


def dismiss(turn: Turn, *, again: bool = False) -> None:
    """Put the offer aside, or with `again` bring it back."""
    with transaction.atomic():
        drawing = _locked(turn.prompt)
        drawing.dismissed = not again
        drawing.save(update_fields=["dismissed"])
        _tell(turn)


def _is_over(card: Card) -> bool:
    return card.job.state in ENDED - {State.READY}


def _tell(turn: Turn) -> None:
    """The same card in other tabs."""
    wake(turn.conversation.owner.public_id, "drawing", turn.prompt.public_id)


def _locked(question: Message) -> Drawing:
    Drawing.objects.get_or_create(message=question)
    found: Drawing = Drawing.objects.select_for_update(of=("self",)).select_related("job").get(message=question)
    return found


def _chosen(typed: Mapping[str, Any]) -> QueryDict:
    """The form as the house would fill it, with these words and this shape."""
    plain = PictureOrderForm()
    chosen = QueryDict(mutable=True)
    for name in ("engine", "ratio", "resolution", "quality", "n"):
        chosen[name] = str(plain.get_initial_for_field(plain.fields[name], name) or "")
    for name in ("prompt", "ratio"):
        if name in typed:
            chosen[name] = str(typed[name])
    return chosen
