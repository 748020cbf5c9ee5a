"""Doors to what one's things take up: the meter, how long they hang, the way to the trash."""

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, creators_only
from studio import retention, room
from studio.models.keeping import MOST_DAYS
from usage.allowances import standing


class KeepingForm(forms.Form):
    """How long things hang."""

    days = forms.IntegerField(
        required=False,
        label="Days on the wall",
        help_text="So long after it came onto the wall a thing goes into the trash. Leave it empty to keep everything.",
        validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)],
        widget=forms.NumberInput(attrs={"min": 1, "max": MOST_DAYS, "inputmode": "numeric", "placeholder": "For ever"}),
    )


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def storage(request: PersonRequest) -> HttpResponseBase:
    """How much room is taken by what, and for how long."""
    form = KeepingForm(request.POST or None, initial={"days": retention.days_of(request.user)})
    if request.method == "POST" and form.is_valid():
        retention.choose(request.user, form.cleaned_data["days"])
        messages.success(request, "Saved.")
        return redirect("studio-storage")
    context = {"form": form, "meter": room.meter(request.user), "standing": standing(request.user)}
    return render(request, "studio/storage.html", context, status=422 if form.errors else 200)
