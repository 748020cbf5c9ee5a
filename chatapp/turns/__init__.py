"""What people do with turns: send, retry, continue, stop. Every door (page, fragment, command) comes through here."""

from chatapp.turns.again import continue_, retry
from chatapp.turns.beginning import PURPOSE
from chatapp.turns.sending import send
from chatapp.turns.stopping import end_soon, stop
from chatapp.turns.values import HOUSE, Begun, Choice
from chatapp.turns.words import CONTROL

__all__ = ["CONTROL", "HOUSE", "PURPOSE", "Begun", "Choice", "continue_", "end_soon", "retry", "send", "stop"]
