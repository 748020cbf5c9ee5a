"""How one is told that a job is done: on this device, and at a server of one's own."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, creators_only, signed_in
from foundation import outward
from studio.models import Webhook, WebhookMessage
from studio.webhooks import mine
from usage.allowances import standing


class WebhookForm(forms.Form):
    """An address to tell."""

    url = forms.CharField(
        label="Address",
        max_length=outward.LONGEST_URL,
        help_text="Begins with https:// and can be reached from the internet.",
        widget=forms.TextInput(
            attrs={"class": "input", "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    with_prompt = forms.BooleanField(
        label="Send the prompt along", required=False, help_text="Without it nobody reads there what you asked for."
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: PersonRequest) -> HttpResponseBase:
    """What is told to whom, and how that went: also for who may create no more, so that they can end it.

    A POST adds an address and shows its secret, this once; that is for creators.
    """
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return _page(request, form)
    if not request.user.may_create:
        form.add_error(None, "The studio is closed to this account. No address was added.")
    elif form.is_valid():
        try:
            made = mine.add(request.user, form.cleaned_data["url"], with_prompt=form.cleaned_data["with_prompt"])
        except outward.NotAllowed as reason:
            form.add_error("url", str(reason))
        except mine.TooMany:
            form.add_error(None, f"You have {mine.MOST} addresses already. Remove one first.")
        else:
            return _page(request, WebhookForm(), fresh=made)
    return _page(request, form, status=422)


@creators_only
@require_POST
@never_cache
def rotate(request: PersonRequest, webhook: uuid.UUID) -> HttpResponseBase:
    """A new secret, shown this once."""
    try:
        return _page(request, WebhookForm(), fresh=mine.rotate(request.user, webhook))
    except Webhook.DoesNotExist:
        raise Http404 from None


@creators_only
@require_POST
def switch_on(request: PersonRequest, webhook: uuid.UUID) -> HttpResponseBase:
    """Try that address again."""
    return _done(request, lambda: mine.switch_on(request.user, webhook), "It is told again from now on.")


@signed_in
@require_POST
def remove(request: PersonRequest, webhook: uuid.UUID) -> HttpResponseBase:
    """Tell that address nothing more."""
    return _done(request, lambda: mine.remove(request.user, webhook), "Removed. Nothing more is sent there.")


@creators_only
@require_POST
def again(request: PersonRequest, message: uuid.UUID) -> HttpResponseBase:
    """Send one message once more."""
    try:
        return _done(request, lambda: mine.again(request.user, message), "It is being sent again.")
    except mine.SwitchedOff:
        messages.error(request, "Nothing was sent: that address is switched off. Switch it on first.")
        return redirect("studio-told")


def _done(request: PersonRequest, do: Callable[[], None], sentence: str) -> HttpResponseBase:
    try:
        do()
    except (Webhook.DoesNotExist, WebhookMessage.DoesNotExist):
        raise Http404 from None
    messages.success(request, sentence)
    return redirect("studio-told")


def _page(
    request: PersonRequest, form: WebhookForm, *, fresh: Webhook | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "fresh": fresh, "webhooks": mine.shown(request.user), "standing": standing(request.user)}
    return render(request, "studio/told.html", context, status=status)
