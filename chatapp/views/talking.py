"""Commands about turns: send, stop, flag. Fragments for htmx, a redirect for plain forms."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, flagging, tabs, thread, turns
from chatapp.composer import composer, queue, saved
from chatapp.models import Conversation, Project, SavedPrompt, Turn
from chatapp.refusals import Refused
from chatapp.turns import HOUSE, Along, Anew, Begun
from chatapp.views.choosing import as_typed, beside_of, choice_of, comparing
from chatapp.views.keys import key_of
from chatapp.views.parlour import own, page, personas_to_choose
from chatapp.views.ways import see_other

MOST_NAMED = 100  # more than any message may have: how many are too many is said elsewhere
NOBODYS = UUID(int=0)


@people_only
@require_POST
def send_new(request: PersonRequest) -> HttpResponse:
    """The first question of a new conversation."""
    return _send(request, None)


@people_only
@require_POST
def send(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """The next question."""
    return _send(request, conversation)


@people_only
@require_safe
def turn(request: PersonRequest, turn: UUID) -> HttpResponse:
    """One turn as it stands: how the page gets an answer's final markup, or catches up when its log is gone."""
    found = own_turn(request, turn)
    if not request.headers.get("HX-Request") and not request.headers.get("X-Fragment"):
        return to_page(found.conversation.public_id, found.public_id)
    return render(request, "chatapp/_turn.html", {"section": thread.section(found)})


@people_only
@require_POST
def stop(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Stop this turn; what is shown stays. The end comes over the socket."""
    try:
        turns.stop(request.user, turn)
    except Turn.DoesNotExist as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    return to_page(own_turn(request, turn).conversation.public_id, turn)


@people_only
@require_POST
def flag(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Report an answer to the desk."""
    found = own_turn(request, turn)
    taken = flagging.report(request.user, found, turns.CONTROL.sub("", request.POST.get("why", "")))
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_flagged.html", {"report": taken})
    return to_page(found.conversation.public_id, turn)


def _send(request: PersonRequest, conversation: UUID | None) -> HttpResponse:
    text = request.POST.get("text", "")
    attachments = files_named(request)
    try:
        begun = turns.send(
            request.user,
            text,
            key=key_of(request),
            conversation=conversation or Anew(_place_named(request, "project"), _place_named(request, "persona")),
            choice=choice_of(request, lasting=not comparing(request)),
            along=Along(
                beside=beside_of(request),
                attachments=attachments,
                json_schema=saved.shape(shape_from(request)),
                drafted=True,
            ),
        )
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        return refused(request, conversation, error, text, attachments)
    if not request.headers.get("HX-Request"):
        return to_page(begun.conversation, begun.turn)
    return _fragment(request, begun, new=conversation is None)


def _fragment(request: PersonRequest, begun: Begun, *, new: bool = False) -> HttpResponse:
    """The new turn, and the composer emptied beside it; a new conversation also brings what stands over it."""
    asked = bool(begun.question or begun.files)
    if asked and not begun.beside:
        tabs.remember(request.user, begun.turn)
        section = thread.begun(begun)
    else:
        section = thread.last(Turn.objects.get(public_id=begun.turn))
    place, choice = _named(begun), HOUSE
    if asked and "engine" in request.POST and not comparing(request):
        choice = choice_of(request)  # so it is set now: the database need not be asked
    elif not (asked and new):  # also the same click again: what it began may have a title by now
        place = own(request.user, begun.conversation)
    fresh = composer(request.user, place, path_bytes=begun.path_bytes, choice=choice)
    context: dict[str, object] = {"section": section, "composer": fresh, "conversation": place if new else None}
    if new:
        context["shoulder"] = queue.Shoulder(begun.conversation, [], writing=begun.turn)
    response = render(request, "chatapp/_begun.html", context)
    response["HX-Push-Url"] = reverse("conversation", args=[begun.conversation])
    return response


def _named(begun: Begun) -> Conversation:
    """The conversation as far as it is known without asking."""
    row = Conversation(public_id=begun.conversation, project=begun.project, engine="", effort="", parameters={})
    return conversations.called(row, begun.question)


def refused(
    request: PersonRequest, conversation: UUID | None, reason: Refused, text: str, attachments: Sequence[UUID] = ()
) -> HttpResponse:
    """The sentence, and the composer with what was typed and added."""
    place = own(request.user, conversation) if conversation else None
    if not request.headers.get("HX-Request"):
        return page(request, place, text=text, problem=reason.sentence, attachments=attachments, status=422)
    kept = composer(
        request.user,
        place,
        text=text,
        problem=reason.sentence,
        project=_own_project(request) if place is None else None,
        attachments=attachments,
        choice=as_typed(request),
        comparing=comparing(request),
        shape=_shape_kept(request),
        personas=personas_to_choose(request) if place is None and "persona" in request.POST else None,
    )
    response = render(request, "chatapp/_composer.html", {"composer": kept, "beside": True}, status=422)
    response["HX-Reswap"] = "none"  # it finds its place by itself, whatever asked
    return response


def own_turn(request: PersonRequest, turn: UUID) -> Turn:
    """The turn if it is this person's, in a conversation they have not deleted; 404 otherwise."""
    try:
        return (
            Turn.objects.watched_by(request.user).select_related("conversation", "prompt", "answer").get(public_id=turn)
        )
    except Turn.DoesNotExist as error:
        raise Http404 from error


def shape_from(request: PersonRequest) -> SavedPrompt | None:
    """Their prompt in whose shape a form asks for the answer. One query, none where it names none. Raises Refused."""
    word = request.POST.get("saved_prompt", "")
    return saved.own(request.user, _uuid(word)) if word else None


def _shape_kept(request: PersonRequest) -> SavedPrompt | None:
    """The same for a composer that gives back what was not sent."""
    try:
        return shape_from(request)
    except Refused:
        return None


def files_named(request: PersonRequest) -> list[UUID]:
    """The files a form brings, by id; a word that is none names a file nobody has."""
    return [_uuid(each) for each in request.POST.getlist("attachment")[:MOST_NAMED]]


def _uuid(word: str) -> UUID:
    try:
        return UUID(word)
    except ValueError:
        return NOBODYS


def _place_named(request: PersonRequest, field: str) -> UUID | None:
    """The project or persona a form names for a new conversation; what is no name counts as none."""
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return None


def _own_project(request: PersonRequest) -> Project | None:
    named = _place_named(request, "project")
    return Project.objects.owned_by(request.user).filter(public_id=named).first() if named else None


def to_page(conversation: UUID, turn: UUID) -> HttpResponse:
    """On to the conversation, at this turn."""
    return see_other(f"{reverse('conversation', args=[conversation])}#turn-{turn}")
