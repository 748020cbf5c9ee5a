"""Conversations: lists, names, branches, what was read, keeping, deleting and having back."""

from chatapp.conversations.branches import show
from chatapp.conversations.deleting import delete, purge, restore
from chatapp.conversations.keeping import Command, Kept, Refused, keep
from chatapp.conversations.listing import Group, Page, archived, heading_of, in_project, listing
from chatapp.conversations.names import give_title, rename
from chatapp.conversations.own import deleted, locked, own
from chatapp.conversations.reading import read, seen
from chatapp.conversations.tags import Tags, sidebar_tags, tags_of
from chatapp.conversations.words import called

__all__ = [
    "Command",
    "Group",
    "Kept",
    "Page",
    "Refused",
    "Tags",
    "archived",
    "called",
    "delete",
    "deleted",
    "give_title",
    "heading_of",
    "in_project",
    "keep",
    "listing",
    "locked",
    "own",
    "purge",
    "read",
    "rename",
    "restore",
    "seen",
    "show",
    "sidebar_tags",
    "tags_of",
]
