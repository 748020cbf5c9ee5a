"""Conversations: the list, names, branches, deleting and having back."""

from chatapp.conversations.branches import show
from chatapp.conversations.deleting import delete, purge, restore
from chatapp.conversations.listing import Group, Page, heading_of, listing
from chatapp.conversations.names import give_title, rename
from chatapp.conversations.own import deleted, locked, own
from chatapp.conversations.words import called

__all__ = [
    "Group",
    "Page",
    "called",
    "delete",
    "deleted",
    "give_title",
    "heading_of",
    "listing",
    "locked",
    "own",
    "purge",
    "rename",
    "restore",
    "show",
]
