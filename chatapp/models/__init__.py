"""The room's rows; Django looks for them here."""

from chatapp.models.attachment import Attached, Attachment, AttachmentKind
from chatapp.models.catalogue import CatalogueRow
from chatapp.models.conversation import Conversation, TitleBy
from chatapp.models.draft import Draft, Queued
from chatapp.models.drawing import Drawing
from chatapp.models.message import Message, Role
from chatapp.models.passage import Passage
from chatapp.models.persona import Persona
from chatapp.models.project import Project
from chatapp.models.saved_prompt import SavedPrompt
from chatapp.models.share import Share
from chatapp.models.summary import Summary
from chatapp.models.transfer import Origin, Transfer, TransferKind, TransferState
from chatapp.models.turn import CARRIED, FINAL, NEXT, OPEN, IllegalMove, Kind, Look, State, Turn, Wish

__all__ = [
    "CARRIED",
    "FINAL",
    "NEXT",
    "OPEN",
    "Attached",
    "Attachment",
    "AttachmentKind",
    "CatalogueRow",
    "Conversation",
    "Draft",
    "Drawing",
    "IllegalMove",
    "Kind",
    "Look",
    "Message",
    "Origin",
    "Passage",
    "Persona",
    "Project",
    "Queued",
    "Role",
    "SavedPrompt",
    "Share",
    "State",
    "Summary",
    "TitleBy",
    "Transfer",
    "TransferKind",
    "TransferState",
    "Turn",
    "Wish",
]
