"""Second readings: what one would do with a case that somebody decided, without knowing how."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import policies, queue, subjects
from moderation.consent import showing
from moderation.models import ReviewerSettings, SecondReading
from moderation.readings import reading as second


class ReadingForm(forms.Form):
    """What one would do, and why."""

    restricts = forms.TypedChoiceField(
        label="What would you do?",
        choices=[("yes", "Take something from its owner: hide, remove, limit, warn"), ("no", "Allow it")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    clause = forms.ChoiceField(label="By which clause", required=False)
    reason = forms.CharField(label="Why", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        clause = self.fields["clause"]
        assert isinstance(clause, forms.ChoiceField)
        clauses = policies.current().clauses
        clause.choices = [("", "None of our clauses"), *((each.id, f"{each.id} · {each.title}") for each in clauses)]


@reviewers_only
@require_safe
def readings(request: PersonRequest) -> HttpResponseBase:
    """To the next one that waits for this person, if any does."""
    found = second.next_for(request.user)
    if found is not None:
        return redirect("reading", reading=found.public_id)
    return render(request, "moderation/readings.html", {"figures": queue.figures(request.user)})


@never_cache
@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: PersonRequest, reading: UUID) -> HttpResponseBase:
    """One of them. Before it is read, nothing on the page says what was decided."""
    rows = SecondReading.objects.shown_to(request.user).select_related("decision__case__owner", "decision__reviewer")
    found = get_object_or_404(rows, public_id=reading)
    form = ReadingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            second.read(found, by=request.user, **form.cleaned_data)
        except second.ReadAlready:
            messages.warning(request, "Somebody read this a moment ago. Nothing was changed by you.")
        return redirect("reading", reading=found.public_id)
    case = found.decision.case
    audit.record(request.user, "reading.looked", f"case {case.public_id} reading:{found.public_id}")
    handler = subjects.of(case.subject_kind)
    context = {
        "reading": found,
        "decision": found.decision if found.read_at else None,
        "case": case,
        "title": queue.title(case),
        "form": form,
        "excerpt": handler.excerpt(case.subject),
        "pictures": subjects.pictures(case.subject_kind, case.subject, request.user),
        "preview": handler.preview(case.subject),
        "compared": showing.compared(case, request.user),
        "flags": [queue.why(flag) for flag in case.flags.select_related("report").order_by("pk")],
        "settings": ReviewerSettings.of(request.user),
    }
    return render(request, "moderation/reading.html", context, status=422 if form.errors else 200)
