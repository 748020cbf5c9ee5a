"""One case: what it is, why it is here, and what stands beside it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from accounts.models import User
from moderation import bell, policies, queue, standing, subjects
from moderation.consent import showing
from moderation.forms import DecisionForm
from moderation.glass import opening
from moderation.measures import things
from moderation.models import Case, ReviewerSettings
from moderation.queue import choosing, equal, history, reasons
from moderation.views import beside


@reviewers_only
@require_safe
def case(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """One case. Opening it claims it and is itself an act: the audit says who looked."""
    found = beside.found(request, case)
    if found.decided_at is None and Case.objects.claim(found.pk, request.user, uuid4()):
        found.refresh_from_db()
        bell.ring()
    audit.record(request.user, "case.looked", f"case {found.public_id}")  # a row each time, however soon again
    return page(request, found, DecisionForm())


@reviewers_only
@require_safe
def film(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """The frames of a film, once they are drawn."""
    found = beside.found(request, case)
    shown = {"case": found, "settings": ReviewerSettings.of(request.user), **filmed(found)}
    if shown["film"] is None:
        raise Http404
    return render(request, "moderation/_film.html", shown)


def filmed(case: Case) -> dict[str, Any]:
    """For `moderation/_film.html`: nothing when it is no film."""
    film = subjects.film(case.subject_kind, case.subject)
    moments = [{"at": at, "mark": mark(at)} for at in film.times] if film else []
    return {"film": film, "moments": moments, "preview": subjects.of(case.subject_kind).preview(case.subject)}


def mark(seconds: float) -> str:
    """A moment as people read it: "0:04.5"."""
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)}:{rest:04.1f}"


def page(
    request: PersonRequest,
    case: Case,
    form: DecisionForm,
    status: int = 200,
    although: UUID | str | None = None,
    said: str = "",
    fragment: bool = False,
) -> HttpResponse:
    """The page of a case with this form in it: empty, refused with its sentences, or with a saved reason; or the form alone.

    Whoever gets it has looked: that is written down, unless it goes on from a look that was.

    `although`: who looks at it, when what is sent next is meant in spite of them. `said`: what came of keeping a reason.
    """
    audit.looked(request.user, "case.looked", f"case {case.public_id}")
    twins = subjects.twins(case.subject_kind, case.subject)
    context = beside.waiting(request) | _to_decide(request.user, case, form, twins)
    context |= {"although": although or "", "reasons_said": said}
    context["reason_taken"] = form.is_bound and not form.errors and not said
    if fragment:  # it comes into a page whose flags were drawn before
        context["seen"] = form["seen"].value() or 0
        return render(request, "moderation/_decide.html", context, status=status)
    context |= _to_see(request.user, case, twins)
    context["unsent"] = form["reason"].value() if form.is_bound and case.decided_at else ""
    return render(request, "moderation/case.html", context, status=status)


def _to_decide(reviewer: User, case: Case, form: DecisionForm, twins: Mapping[UUID, int]) -> dict[str, Any]:
    """For `moderation/_decide.html`."""
    policy = policies.current()
    flags = list(case.flags.select_related("report").order_by("pk"))
    clauses = [clause for flag in flags if (clause := policy.clause(flag.clause))]
    strikes = standing.strikes(case.owner)
    return {
        "case": case,
        "form": form,
        "flags": [(flag, queue.why(flag)) for flag in flags],
        "seen": len(flags),
        "clauses": list(dict.fromkeys(clauses)),
        "all_clauses": policy.clauses,
        "acts": choosing.acts(case, form),
        "many_copies": len(things.copies(case, reviewer)),
        "strikes": strikes,
        "suggestion": standing.suggestion(len(strikes)),
        "equals": equal.to(case, reviewer, twins),
        "along": set(form.data.getlist("with")) if isinstance(form.data, QueryDict) else set(),
        "reasons": reasons.of(reviewer),
    }


def _to_see(reviewer: User, case: Case, twins: Mapping[UUID, int]) -> dict[str, Any]:
    """What it is, and what stands beside it."""
    kind, subject = case.subject_kind, case.subject
    stamp = subjects.stamps(kind, [subject]).get(subject)
    return filmed(case) | {
        "title": stamp.title if stamp else queue.title(case),
        "claimed": queue.claimed_by(case, reviewer),
        "excerpt": subjects.of(kind).excerpt(subject),
        "pictures": subjects.pictures(kind, subject, reviewer),
        "around": subjects.around(kind, subject),
        "glass_opens": opening.conversation_of(case, reviewer) is not None,
        "made_by": subjects.made_by(kind, subject),
        "consents": showing.beside(case, reviewer),
        "compared": showing.compared(case, reviewer),
        "no_to_copies": showing.no_to_copies(case),
        "decision": case.last_decision,
        "family": subjects.family(kind, subject, reviewer, case.public_id),
        "history": history.of(case, reviewer, twins),
    }
