"""What people do with turns: send, edit, retry, continue, compare, stop. Every door comes through here."""

from chatapp.engines.choosing import MOST_SIDE_BY_SIDE
from chatapp.turns.again import continue_, retry
from chatapp.turns.beginning import PURPOSE
from chatapp.turns.comparing import beside_again, compare, keep
from chatapp.turns.sending import edit, send
from chatapp.turns.stopping import end_soon, stop
from chatapp.turns.values import ANEW, BARE, HOUSE, Along, Anew, Begun, Choice
from chatapp.turns.words import CONTROL

__all__ = [
    "ANEW", "BARE", "CONTROL", "HOUSE", "MOST_SIDE_BY_SIDE", "PURPOSE", "Along", "Anew", "Begun", "Choice", "beside_again",
    "compare", "continue_", "edit", "end_soon", "keep", "retry", "send", "stop",
]  # fmt: skip
