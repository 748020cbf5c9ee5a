"""Pages: the empty parlour, one conversation, the list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, people_only
from accounts.models import User
from chatapp import conversations, personas, projects, stretches
from chatapp.branches import chart
from chatapp.composer import composer, drafts, queue
from chatapp.models import Conversation, Message
from chatapp.models.conversation import TAG_CHARACTERS
from chatapp.personas import Choosing
from chatapp.stretches import Stretch


def own(person: User, conversation: UUID) -> Conversation:
    """The conversation if it is this person's and not deleted; 404 otherwise, whichever it is."""
    try:
        return conversations.own(person, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error


def personas_to_choose(request: PersonRequest) -> Choosing:
    """What a new conversation can begin with, and what is chosen: in the address, so that a reload keeps it, or in the form."""
    return personas.choosing(request.user, request.POST.get("persona", "") or request.GET.get("persona", ""))


def sidebar(person: User, tag: str = "") -> dict[str, Any]:
    """What every page of the parlour has at its side: the list, the projects above it, and the tags that narrow it."""
    return {
        "page": conversations.listing(person, tag=tag),
        "projects": projects.names(person),
        "list_tags": conversations.sidebar_tags(person, tag),
    }


def page(
    request: PersonRequest,
    shown: Conversation | None,
    *,
    text: str = "",
    problem: str = "",
    attachments: Sequence[UUID] = (),
    status: int = 200,
) -> HttpResponse:
    """The parlour, with this conversation or an empty one; after a refusal with what was typed and added."""
    draft = None if problem else drafts.of(request.user, shown)
    beginning = personas_to_choose(request) if shown is None else None
    box = composer(
        request.user, shown, text=text, problem=problem, draft=draft, attachments=attachments, personas=beginning
    )
    context: dict[str, Any] = {
        "conversation": shown,
        "stretch": _stretch(shown, request.GET.get("message", "")) if shown else None,
        "composer": box,
        "shoulder": queue.shoulder(shown) if shown else None,
    } | sidebar(request.user, _tag(request.GET.get("tag", "")))
    name = "chatapp/conversation.html" if shown else "chatapp/parlour.html"
    return render(request, name, context, status=status)


@people_only
@require_safe
def parlour(request: PersonRequest) -> HttpResponse:
    """Where a new conversation begins."""
    return page(request, None)


@people_only
@require_safe
def conversation(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """One conversation; answers still being written are watched by the page from its cursor. `?message=` jumps to one.

    Of a deleted one, while it can be had back: that it is, until when, and the button.
    """
    try:
        shown = conversations.own(request.user, conversation)
    except Conversation.DoesNotExist:
        return _deleted(request, conversation)
    if vars(shown)["unread"]:  # what `annotate` adds, no type knows
        conversations.seen(request.user, conversation)
    return page(request, shown)


@people_only
@require_safe
def stretch(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """What stands before or after an answer of it, as a fragment."""
    found = own(request.user, conversation)
    earlier, later = request.GET.get("before", ""), request.GET.get("after", "")
    try:
        if earlier:
            part = stretches.before(found, UUID(earlier))
        else:
            part = stretches.after(found, UUID(later)) if later else stretches.latest(found)
    except (Message.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return render(request, "chatapp/_stretch.html", {"conversation": found, "stretch": part, "beside": True})


@people_only
@require_safe
def branch_map(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """All turns of a conversation, also those on branches that are not shown, with the way to each."""
    found = own(request.user, conversation)
    context = {"conversation": found, "marks": chart.drawn(found), "page": conversations.listing(request.user)}
    return render(request, "chatapp/map.html", context)


@people_only
@require_safe
def listing(request: PersonRequest, tag: str = "") -> HttpResponse:
    """The list of conversations, or what of it has a tag, or a further stretch of either, as a fragment."""
    asked = {name: request.GET.get(name, "") for name in ("before", "through", "under", "current")}
    tag = _tag(tag)
    found = conversations.listing(request.user, asked["before"], asked["through"], tag)
    return render(request, "chatapp/_conversation_list.html", asked | {"page": found} | _above(request, asked, tag))


def _above(request: PersonRequest, asked: dict[str, str], tag: str) -> dict[str, Any]:
    """What stands above the list, not between its stretches."""
    if asked["before"]:
        return {"list_tags": conversations.Tags((), (), tag)}
    return {"projects": projects.names(request.user), "list_tags": conversations.sidebar_tags(request.user, tag)}


def _tag(said: str) -> str:
    """The tag that the list is narrowed to, as far as it can be one."""
    return said.replace("\x00", "")[:TAG_CHARACTERS]


def _stretch(shown: Conversation, message: str) -> Stretch:
    """Around the message that was asked for, or else the newest end: a link to what is gone still opens the conversation."""
    try:
        return stretches.around(shown, UUID(message)) if message else stretches.latest(shown)
    except (Message.DoesNotExist, ValueError):
        return stretches.latest(shown)


def _deleted(request: PersonRequest, conversation: UUID) -> HttpResponse:
    try:
        found = conversations.deleted(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    context = {"conversation": found} | sidebar(request.user)
    return render(request, "chatapp/deleted.html", context)
