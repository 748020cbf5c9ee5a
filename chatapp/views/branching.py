"""Doors to what stands beside a turn: ask again, edit, compare, keep one, switch, and the menu of all that."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, copies, engines, stretches, thread, turns
from chatapp.models import Conversation, Message, Turn
from chatapp.refusals import Refused
from chatapp.stretches import Stretch
from chatapp.turns import Begun, Choice
from chatapp.views.choosing import choice_of
from chatapp.views.keys import key_of
from chatapp.views.talking import own_turn, refused, to_page


@people_only
@require_POST
def retry(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Another answer to the same question; with `wish`, a shorter or longer one."""

    def begin() -> Begun:
        choice, wish = choice_of(request, lasting="lasting" in request.POST), request.POST.get("wish", "")
        return turns.retry(request.user, turn, key=key_of(request), choice=choice, wish=wish)

    return _again(request, turn, begin)


@people_only
@require_POST
def continue_(request: PersonRequest, turn: UUID) -> HttpResponse:
    """The rest of an answer that ended early."""
    return _again(request, turn, lambda: turns.continue_(request.user, turn, key=key_of(request)))


@people_only
@require_POST
def compare(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Let other engines answer the same question beside this answer."""
    choices = [Choice(engine[:120]) for engine in request.POST.getlist("engine") if engine]
    return _again(request, turn, lambda: turns.compare(request.user, turn, choices, key=key_of(request)))


@people_only
def edit(request: PersonRequest, turn: UUID) -> HttpResponse:
    """The question as a form; what is sent stands beside the old one and is answered."""
    found = own_turn(request, turn)
    if found.prompt.in_its_place:  # nobody puts differently what they may not read
        raise Http404
    if request.method != "POST":
        return _editor(request, found, found.prompt.shown_text)
    text = request.POST.get("text", "")
    try:
        return _begun(request, turns.edit(request.user, turn, text, key=key_of(request), choice=choice_of(request)))
    except (Turn.DoesNotExist, Conversation.DoesNotExist) as error:  # deleted in another tab meanwhile
        raise Http404 from error
    except Refused as reason:
        return _editor(request, found, text, reason.sentence)


@people_only
@require_safe
def menu(request: PersonRequest, turn: UUID) -> HttpResponse:
    """What can be done with an answer: fetched when it is opened, so that a long thread does not carry hundreds."""
    found = own_turn(request, turn)
    here = {found.engine, found.engine_used}
    context = {
        "turn": found,
        "key": uuid4().hex,
        "engines": [engine.id for engine in engines.on_offer() if engine.id not in here],
    }
    return _part(request, found, "chatapp/_turn_menu.html", context, heading="What can be done")


@people_only
@require_POST
def keep(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Go on with this one of the answers side by side."""
    return _shown(request, turn, turns.keep)


@people_only
@require_POST
def beside(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Put this answer and those it was compared with side by side again."""
    return _shown(request, turn, turns.beside_again)


@people_only
@require_POST
def show(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Show another wording of a question or another answer to it, and what followed.

    A fragment is the thread from there on: what stands above where the branches part stays as it is.
    """
    try:
        message = UUID(request.POST.get("message", ""))
        shown = conversations.show(request.user, conversation, message)
        part = stretches.onward(shown, message)
    except (Conversation.DoesNotExist, Message.DoesNotExist, ValueError) as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return _rest(request, shown, part)
    # Not only its anchor: in a long conversation the page shows a stretch around it.
    return redirect(f"{reverse('conversation', args=[shown.public_id])}?message={message}")


@people_only
@require_POST
def branch_off(request: PersonRequest, turn: UUID) -> HttpResponse:
    """A conversation of its own with everything up to this answer."""
    found = own_turn(request, turn)
    try:
        made = copies.branch_off(request.user, found.conversation.public_id, found.answer.public_id)
    except (Conversation.DoesNotExist, Message.DoesNotExist) as error:
        raise Http404 from error
    except Refused as reason:
        return refused(request, found.conversation.public_id, reason, "")
    address = reverse("conversation", args=[made.public_id])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponse(status=303, headers={"Location": address})


def _again(request: PersonRequest, turn: UUID, begin: Callable[[], Begun]) -> HttpResponse:
    found = own_turn(request, turn)
    try:
        return _begun(request, begin())
    except (Turn.DoesNotExist, Conversation.DoesNotExist) as error:
        raise Http404 from error
    except Refused as reason:
        return refused(request, found.conversation.public_id, reason, "")


def _begun(request: PersonRequest, begun: Begun) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return to_page(begun.conversation, begun.turn)
    turn = Turn.objects.select_related("conversation__leaf__turn").get(public_id=begun.turn)
    # Beside another one, this answer is a column of the turn that is shown.
    shown = turn if turn.comparison is None or turn.conversation.leaf is None else turn.conversation.leaf.turn
    return _rest(request, turn.conversation, Stretch([thread.last(shown)]))


def _shown(request: PersonRequest, turn: UUID, change: Callable[..., Turn]) -> HttpResponse:
    found = own_turn(request, turn)
    try:
        changed = change(request.user, turn)
    except (Turn.DoesNotExist, Conversation.DoesNotExist) as error:
        raise Http404 from error
    except Refused as reason:
        return refused(request, found.conversation.public_id, reason, "")
    conversations.read(request.user, changed.conversation.public_id)  # what one chooses one has before one's eyes
    if not request.headers.get("HX-Request"):
        return to_page(changed.conversation.public_id, changed.public_id)
    return _rest(request, changed.conversation, Stretch([thread.last(changed)]))


def _rest(request: PersonRequest, conversation: Conversation, part: Stretch) -> HttpResponse:
    """The thread from here on: the page puts it in the place of the turn that asked and of all that follow it."""
    response = render(request, "chatapp/_stretch.html", {"conversation": conversation, "stretch": part, "beside": True})
    response["HX-Trigger"] = "thread:rest"
    return response


def _editor(request: PersonRequest, turn: Turn, text: str, problem: str = "") -> HttpResponse:
    context = {"turn": turn, "text": text, "problem": problem, "key": uuid4().hex}
    response = _part(request, turn, "chatapp/_editor.html", context, heading="Edit the question")
    if problem:
        response.status_code = 422
        response["HX-Retarget"], response["HX-Reswap"] = f"#edit-{turn.public_id}", "outerHTML"
    return response


def _part(request: PersonRequest, turn: Turn, fragment: str, context: dict[str, Any], heading: str) -> HttpResponse:
    """A fragment, or where there is no script a page with it."""
    if request.headers.get("HX-Request"):
        return render(request, fragment, context)
    context |= {"fragment": fragment, "alone": True, "heading": heading, "conversation": turn.conversation}
    return render(request, "chatapp/turn_page.html", context | {"page": conversations.listing(request.user)})
