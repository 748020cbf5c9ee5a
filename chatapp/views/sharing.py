"""Sharing by link: the owner's pages, and the page that a link opens."""

from urllib.parse import quote
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.addresses import address_of
from accounts.doors import PersonRequest, people_only, public
from accounts.sharing import opening
from accounts.sharing.answers import at_the_door, private
from chatapp.files import keeping
from chatapp.models import Conversation, Share
from chatapp.refusals import Refused
from chatapp.sharing import reading, shares
from chatapp.sharing.continuing import continue_from
from chatapp.sharing.forms import ShareForm
from chatapp.views.keys import key_of
from chatapp.views.ways import see_other
from foundation import idempotency
from moderation.standing import Limited
from studio.sharing import shares as work


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """What would be seen, exactly, and for how long; then the link."""
    try:
        place = shares.shareable(request.user, conversation)
        asked = request.GET.copy()
        part = reading.number(asked.pop("part", [""])[-1])
        form = ShareForm(request.POST or asked or None, there=shares.files_of(place))
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            made = shares.share(
                request.user,
                conversation,
                key=key_of(request),
                days=said["days"],
                password=said["password"],
                files=said["ticked"],
            )
            return see_other(f"{reverse('share', args=[conversation])}#share-{made.public_id}")
    except shares.NothingYet:
        form.add_error(
            None,
            "There is nothing to read yet: the first answer is still being written. Make the link when it has ended.",
        )
    except Limited as limited:
        form.add_error(None, limited.sentence)
    except (Conversation.DoesNotExist, idempotency.KeyReused) as error:
        raise Http404 from error
    seen = reading.Reading(str(place), place.leaf_id or 0, form.keys, part)
    context = {
        "conversation": place,
        "form": form,
        "reading": seen,
        "shares": shares.live_of(place),
        "key": uuid4().hex,
    }
    name = "chatapp/sharing/_preview.html" if request.headers.get("HX-Request") else "chatapp/sharing/share.html"
    return render(request, name, context, status=422 if request.method == "POST" else 200)


@people_only
@require_safe
def badge(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """The mark in the header while a link lives, as a fragment."""
    try:
        place = shares.shareable(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    return render(request, "chatapp/sharing/_badge.html", {"conversation": place})


@people_only
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """All my links: what they show, until when, how often they were read."""
    return render(
        request, "chatapp/sharing/shares.html", {"shares": shares.mine(request.user), "work": work.mine(request.user)}
    )


@people_only
@require_POST
def revoke(request: PersonRequest, share: UUID) -> HttpResponse:
    """Take a link back, at once."""
    try:
        shares.revoke(request.user, share)
    except Share.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, "The link opens nothing any more.")
    return _back(request)


@people_only
@require_POST
def update(request: PersonRequest, share: UUID) -> HttpResponse:
    """Let it show what was said since."""
    try:
        shares.update(request.user, share)
    except (Share.DoesNotExist, Conversation.DoesNotExist) as error:
        raise Http404 from error
    except Limited as limited:
        messages.warning(request, limited.sentence)
        return _back(request)
    messages.success(request, "The link shows what this conversation shows now.")
    return _back(request)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens, after its password if it has one. Missing, expired and revoked look alike."""
    return at_the_door(request, reading.find(token, address_of(request)), lambda found: _read(request, found, token))


@public
@require_safe
def file(request: HttpRequest, token: str, file: UUID) -> HttpResponse:
    """One ticked file: of a picture a link minted now, dead in five minutes; the words of any other."""
    found = reading.find(token, address_of(request))
    shown = (
        reading.of(found, viewer=request.user).files.get(file) if found and opening.is_open(found, request) else None
    )
    if shown is None:
        raise Http404
    if shown.is_picture:
        return private(HttpResponseRedirect(keeping.link(shown, small="small" in request.GET)))
    words = HttpResponse(keeping.data(shown), content_type="text/plain; charset=utf-8")
    words["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown.name)}"
    return private(words)


@people_only
@require_POST
def continue_(request: PersonRequest, token: str) -> HttpResponse:
    """A conversation of the reader's own that begins with what they read."""
    found = reading.find(token, address_of(request))
    if found is None or not opening.is_open(found, request):
        raise Http404
    try:
        place = continue_from(request.user, found, key=key_of(request))
    except idempotency.KeyReused as error:
        raise Http404 from error
    except Refused as reason:
        return private(_read(request, found, token, problem=reason.sentence))
    return see_other(reverse("conversation", args=[place]))


def _read(request: HttpRequest, found: Share, token: str, problem: str = "") -> HttpResponse:
    context = {
        "share": found,
        "reading": reading.of(found, request.GET.get("part", ""), viewer=request.user),
        "token": token,
        "key": uuid4().hex,
        "problem": problem,
    }
    return render(request, "chatapp/sharing/shared.html", context, status=422 if problem else 200)


def _back(request: PersonRequest) -> HttpResponse:
    """To the page of ours the button stood on."""
    here = request.POST.get("back", "")
    return see_other(here if here.startswith("/c/") else reverse("shares"))
