"""The administrators' pages about people."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import audit, birth_dates, people, sentences
from accounts.administrators import LastAdministrator
from accounts.doors import PersonRequest, administrators_only
from accounts.forms import CorrectBirthDateForm, ReasonForm, RolesForm, SuspendForm
from accounts.models import Role, User

PER_PAGE = 50

LAST = "That would leave nobody to administer the house. Make somebody else administrator first."
TOO_YOUNG = "Only adults hold a role, and we do not know this person as one."


@require_GET
@administrators_only
def listed(request: PersonRequest) -> HttpResponse:
    """Everybody with an account: search by name or address, narrow by role."""
    words, role = request.GET.get("q", "").replace("\0", "").strip()[:254], request.GET.get("role", "")
    page = Paginator(_found(words, role), PER_PAGE).get_page(request.GET.get("page"))
    query = "&" + urlencode({"q": words, "role": role})
    audit.looked(request.user, "people.looked", "people")
    context = {"page": page, "words": words, "role": role, "roles": Role.choices, "query": query}
    return render(request, "accounts/people.html", context)


@require_GET
@administrators_only
def shown(request: PersonRequest, person: UUID) -> HttpResponse:
    """One person: what they may do, what was done, what can be done."""
    return _page(request, _somebody(person))


@require_POST
@administrators_only
def suspend(request: PersonRequest, person: UUID) -> HttpResponse:
    """Shut the rooms to them."""
    somebody, form = _somebody(person), SuspendForm(request.POST)
    if not form.is_valid():
        return _page(request, somebody, suspend_form=form)
    try:
        people.suspend(somebody, by=request.user, reason=form.cleaned_data["reason"], until=form.until())
    except LastAdministrator:
        return _refused(request, somebody, LAST)
    return _done(request, somebody, f"{somebody.name} is suspended.")


@require_POST
@administrators_only
def unsuspend(request: PersonRequest, person: UUID) -> HttpResponse:
    """Open the rooms again."""
    somebody, form = _somebody(person), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, somebody, unsuspend_form=form)
    people.unsuspend(somebody, by=request.user, reason=form.cleaned_data["reason"])
    return _done(request, somebody, f"{somebody.name} may come in again.")


@require_POST
@administrators_only
def give_roles(request: PersonRequest, person: UUID) -> HttpResponse:
    """Set what they may be."""
    somebody, form = _somebody(person), RolesForm(request.POST)
    if not form.is_valid():
        return _page(request, somebody, roles_form=form)
    try:
        people.give_roles(somebody, form.cleaned_data["roles"], by=request.user, reason=form.cleaned_data["reason"])
    except LastAdministrator:
        return _refused(request, somebody, LAST)
    except people.TooYoung:
        return _refused(request, somebody, TOO_YOUNG)
    return _done(request, somebody, f"The roles of {somebody.name} are as you set them.")


@require_POST
@administrators_only
def correct_birth_date(request: PersonRequest, person: UUID) -> HttpResponse:
    """Put a slip right."""
    somebody, form = _somebody(person), CorrectBirthDateForm(request.POST)
    if not form.is_valid():
        return _page(request, somebody, birth_date_form=form)
    born, reason = form.cleaned_data["birth_date"], form.cleaned_data["reason"]
    try:
        birth_dates.correct(somebody, born, by=request.user, reason=reason)
    except LastAdministrator:
        return _refused(request, somebody, LAST)
    return _done(request, somebody, f"The date of birth of {somebody.name} is corrected.")


def _found(words: str, role: str) -> QuerySet[User]:
    found = User.objects.filter(is_active=True).order_by("-date_joined", "-pk")
    if words:
        found = found.filter(Q(email__icontains=words) | Q(display_name__icontains=words))
    return found.filter(roles__contains=[role]) if role in Role.values else found


def _somebody(public_id: UUID) -> User:
    return get_object_or_404(User, public_id=public_id, is_active=True)


def _page(request: PersonRequest, somebody: User, **forms: Form) -> HttpResponse:
    audit.looked(request.user, "person.looked", people.target_of(somebody))
    context = {
        "somebody": somebody,
        "until": sentences.until_when(somebody.suspended_until) if somebody.suspended_until else "",
        "history": audit.about(people.target_of(somebody)),
        "suspend_form": SuspendForm(auto_id="suspend_%s"),
        "unsuspend_form": ReasonForm(auto_id="unsuspend_%s"),
        "roles_form": RolesForm(initial={"roles": somebody.roles}, auto_id="roles_%s"),
        "birth_date_form": CorrectBirthDateForm(initial={"birth_date": somebody.birth_date}, auto_id="born_%s"),
        **forms,
    }
    return render(request, "accounts/person.html", context, status=422 if forms else 200)


def _done(request: PersonRequest, somebody: User, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("person", args=[somebody.public_id]))


def _refused(request: PersonRequest, somebody: User, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return HttpResponseRedirect(reverse("person", args=[somebody.public_id]))
