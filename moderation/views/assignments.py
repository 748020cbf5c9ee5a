"""Who takes what first: reviewers read it, administrators set it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import audit
from accounts.doors import PersonRequest, administrators_only, reviewers_only
from accounts.models import Role, User
from accounts.people import target_of
from moderation.models import Assignment
from moderation.queue.words import KIND_TITLES, LANE_TITLES

LISTED = 200


class AssignmentForm(forms.Form):
    """Lanes and kinds, none of them meaning all; and why."""

    lanes = forms.MultipleChoiceField(
        label="Lanes", required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(lane.value, title) for lane, title in LANE_TITLES.items()],
        help_text="None: all of them.",
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Kinds of things", required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: list(KIND_TITLES.items()), help_text="None: all of them.",
    )  # fmt: skip
    reason = forms.CharField(label="Why", max_length=300, help_text="The audit keeps it.")


@reviewers_only
@require_safe
def assignments(request: PersonRequest) -> HttpResponseBase:
    """Every reviewer, with what they take first."""
    people = list(User.objects.holding(Role.REVIEWER).order_by("display_name", "pk")[:LISTED])
    theirs = {each.owner_id: each for each in Assignment.objects.filter(owner__in=people)}
    rows = [(person, *_words(theirs.get(person.pk))) for person in people]
    return render(request, "moderation/assignments.html", {"rows": rows})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: PersonRequest, person: UUID) -> HttpResponseBase:
    """Set what one reviewer takes first. It changes the order of their queue, not what they may open."""
    reviewer = get_object_or_404(User, public_id=person, is_active=True)
    now = Assignment.of(reviewer)
    form = AssignmentForm(
        request.POST if request.method == "POST" else None, initial={"lanes": now.lanes, "kinds": now.kinds}
    )
    if request.method == "POST" and form.is_valid():
        _set(now, by=request.user, **form.cleaned_data)
        messages.success(request, f"Kept. {reviewer.name} finds these first.")
        return redirect("assignment", person=person)
    context = {"form": form, "reviewer": reviewer}
    return render(request, "moderation/assignment.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _set(now: Assignment, *, by: User, lanes: list[str], kinds: list[str], reason: str) -> None:
    before, after = {"lanes": now.lanes, "kinds": now.kinds}, {"lanes": lanes, "kinds": kinds}
    Assignment.objects.update_or_create(owner=now.owner, defaults=after)
    audit.record(by, "assignment.set", target_of(now.owner), reason, before, after)


def _words(row: Assignment | None) -> tuple[str, str]:
    if row is None:
        return "", ""
    lanes = [str(LANE_TITLES.get(lane, lane)) for lane in row.lanes]  # type: ignore[call-overload]
    return ", ".join(lanes), ", ".join(KIND_TITLES.get(kind, kind) for kind in row.kinds)
