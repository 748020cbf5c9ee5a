"""The room's rows; Django looks for them here."""

from chatapp.models.conversation import Conversation, TitleBy
from chatapp.models.message import Message, Role
from chatapp.models.turn import CARRIED, FINAL, NEXT, OPEN, IllegalMove, Kind, State, Turn

__all__ = [
    "CARRIED",
    "FINAL",
    "NEXT",
    "OPEN",
    "Conversation",
    "IllegalMove",
    "Kind",
    "Message",
    "Role",
    "State",
    "TitleBy",
    "Turn",
]
