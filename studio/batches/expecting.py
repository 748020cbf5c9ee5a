"""About how long a batch takes, before it is ordered: by what such orders took lately, and how fast its line may move."""

from collections import Counter
from collections.abc import Iterable

from studio import waits
from studio.line import pace
from studio.orders import Order


def usual(orders: Iterable[Order]) -> str:
    """As "2–4 min", if nobody else waits; empty while too little is known of one kind of order in it."""
    orders = list(orders)
    kinds = {(order.verb, order.engine, order.resolution) for order in orders}
    took = [waits.seconds(*kind) for kind in kinds]
    known = [each for each in took if each]
    if not known or len(known) < len(took):
        return ""
    sending = max(count * pace.between(kind) for kind, count in Counter(order.kind for order in orders).items())
    return waits.in_words(sending + max(half for half, _ in known), sending + max(most for _, most in known))
