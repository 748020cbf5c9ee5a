"""The owner's pages: their passports, the question, and what becomes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from moderation.consent import answering, asking, showing, things
from moderation.consent.forms import AnswerForm
from moderation.models import Consent
from moderation.models.consent import Cause, Standing, Who


@people_only
@require_safe
@never_cache
def index(request: PersonRequest) -> HttpResponseBase:
    """All of a person's passports, those to be answered first."""
    return render(request, "moderation/consent/index.html", {"passports": showing.mine(request.user)})


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: PersonRequest, consent: UUID) -> HttpResponseBase:
    """“Who is this?”, or what was answered; POST answers it."""
    found = _mine(request, consent)
    if request.method != "POST":
        return _page(request, found, AnswerForm(initial={"words": asking.last_named(found)}))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    who = form.cleaned_data["who"]
    try:
        if who == Who.SOMEBODY:
            answered = answering.somebody(request.user, consent, form.cleaned_data["words"])
        else:
            answered = (answering.me if who == Who.ME else answering.nobody)(request.user, consent)
    except answering.NotNow as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=422)
    return _on(answered.public_id)


@people_only
@require_POST
def selfie(request: PersonRequest, consent: UUID) -> HttpResponseBase:
    """The picture that shows them with the phrase, chosen from what they brought."""
    found = _mine(request, consent)
    try:
        answering.selfie(request.user, consent, UUID(request.POST.get("picture", "")))
    except (answering.NotNow, ValueError) as error:
        form = AnswerForm({"who": found.who})
        words = str(error) if isinstance(error, answering.NotNow) else "Choose the picture that shows the phrase."
        form.add_error(None, words)
        return _page(request, found, form, status=422)
    messages.success(request, "A reviewer looks at it. You will be told.")
    return _on(consent)


@people_only
@require_POST
def end(request: PersonRequest, consent: UUID) -> HttpResponseBase:
    """The owner ends it; what was made under it is not shown any more."""
    _mine(request, consent)
    answering.end(request.user, consent)
    messages.success(request, "It has ended. What was made under it is not shown any more.")
    return _on(consent)


@people_only
@require_POST
def again(request: PersonRequest, consent: UUID) -> HttpResponseBase:
    """Ask once more where the last answer has ended; the open question is found again."""
    found = _mine(request, consent)
    try:
        found = asking.again(request.user, consent)
    except asking.NotOver:
        found = asking.latest(found.subject_kind, found.subject) or found
    return _on(found.public_id)


@people_only
@require_POST
def about(request: PersonRequest) -> HttpResponseBase:
    """“It shows a real person”: asks who that is; what was asked before is found again. `kind` and `thing` name it."""
    kind = request.POST.get("kind", "")
    try:
        subject = UUID(request.POST.get("thing", ""))
    except ValueError:
        raise Http404 from None
    if not things.is_known(kind) or not things.of(kind).is_of(request.user, subject):
        raise Http404
    return _on(asking.ask(request.user, kind, subject, Cause.PICTURE).public_id)


def _mine(request: PersonRequest, public_id: UUID) -> Consent:
    return get_object_or_404(Consent.objects.owned_by(request.user), public_id=public_id)


def _on(consent: UUID) -> HttpResponse:
    response = redirect("consent", consent=consent)
    response.status_code = 303
    return response


def _page(request: PersonRequest, consent: Consent, form: AnswerForm, status: int = 200) -> HttpResponse:
    consent.refresh_from_db()
    selfie_wanted = consent.who == Who.ME and consent.state == Standing.ASKED
    context: dict[str, Any] = {
        "consent": consent,
        "passport": showing.of(consent),
        "form": form,
        "answerable": consent.state == Standing.ASKED or (consent.state == Standing.WAITING and not consent.is_taken),
        "selfies": asking.may_be_selfies(consent) if selfie_wanted else None,
        "newest": asking.latest(consent.subject_kind, consent.subject) == consent,
        "may_be_nobody": not asking.was_named(consent),
        "known": asking.known_by(consent),
        "borne": consent.borne.filter(state=Standing.GIVEN).count(),
        "history": showing.history(consent),
    }
    return render(request, "moderation/consent/page.html", context, status=status)
