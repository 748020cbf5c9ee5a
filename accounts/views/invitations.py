"""Inviting people, and coming by an invitation."""

from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import audit, invitations, links
from accounts.doors import PersonRequest, administrators_only, public
from accounts.forms import InviteForm
from accounts.models import Invitation

SHOWN = 100


@never_cache
@require_http_methods(["GET", "POST"])
@administrators_only
def listed(request: PersonRequest) -> HttpResponse:
    """The links there are; make one. A link is shown once: we keep only what knows it again."""
    form = InviteForm(request.POST or None)
    made = ""
    audit.looked(request.user, "invitations.looked", "invitations")
    if request.method == "POST" and form.is_valid():
        invitation, token = invitations.invite(request.user, form.cleaned_data["email"])
        made = links.absolute(invitations.link(token))
        if invitation.email:
            get_adapter().send_mail("accounts/email/invitation", invitation.email, {"link": made, "days": _days()})
        form = InviteForm()
    rows = Invitation.objects.filter(kind=Invitation.Kind.PERSON).select_related("made_by", "used_by").order_by("-pk")
    context = {"form": form, "made": made, "invitations": rows[:SHOWN], "signup": settings.SIGNUP, "days": _days()}
    return render(request, "accounts/invitations.html", context, status=422 if form.errors else 200)


@require_POST
@administrators_only
def revoke(request: PersonRequest, invitation: UUID) -> HttpResponse:
    """Take a link back."""
    row = get_object_or_404(Invitation, public_id=invitation, kind=Invitation.Kind.PERSON)
    if invitations.revoke(row, request.user):
        messages.success(request, "The link no longer works.")
    else:
        messages.info(request, "The link had already been used or had expired.")
    return HttpResponseRedirect(reverse("invitations"))


@never_cache
@require_GET
@public
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Remember the invitation in this browser and go on to signing up. Looking does not use it up."""
    request.session[invitations.SESSION_KEY] = token
    held = invitations.held_by(request)
    if held is None or settings.SIGNUP == "closed":
        del request.session[invitations.SESSION_KEY]
        return render(request, "accounts/invitation_over.html", status=404)
    query = f"?{urlencode({'email': held.email})}" if held.email else ""
    return HttpResponseRedirect(reverse("account_signup") + query)


def _days() -> str:
    return f"{settings.INVITATION_DAYS:g}"
