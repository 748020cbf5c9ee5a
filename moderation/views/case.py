"""One case: what it is, why it is here, and what stands beside it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
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
    audit.record(request.user, "case.looked", f"case {found.public_id}")
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
    handler = subjects.of(case.subject_kind)
    policy = policies.current()
    stamps = subjects.stamps(case.subject_kind, [case.subject])
    twins = subjects.twins(case.subject_kind, case.subject)
    flags = list(case.flags.select_related("report").order_by("pk"))
    clauses = [clause for flag in flags if (clause := policy.clause(flag.clause))]
    context = beside.waiting(request) | {
        "case": case,
        "title": stamp.title if (stamp := stamps.get(case.subject)) else queue.title(case),
        "claimed": queue.claimed_by(case, request.user),
        "form": form,
        "excerpt": handler.excerpt(case.subject),
        "pictures": subjects.pictures(case.subject_kind, case.subject, request.user),
        "around": subjects.around(case.subject_kind, case.subject),
        **filmed(case),
        "glass_opens": opening.conversation_of(case, request.user) is not None,
        "made_by": subjects.made_by(case.subject_kind, case.subject),
        "flags": [(flag, queue.why(flag)) for flag in flags],
        # The form alone comes into a page whose flags were drawn before.
        "seen": (form["seen"].value() or 0) if fragment else len(flags),
        "clauses": list(dict.fromkeys(clauses)),
        "all_clauses": policy.clauses,
        "consents": showing.beside(case, request.user),
        "compared": showing.compared(case, request.user),
        "no_to_copies": showing.no_to_copies(case),
        "decision": case.last_decision,
        "unsent": form["reason"].value() if form.is_bound and case.decided_at else "",
        "although": although or "",
        "acts": choosing.acts(case, form),
        "many_copies": len(things.copies(case, request.user)),
        "strikes": (strikes := standing.strikes(case.owner)),
        "suggestion": standing.suggestion(len(strikes)),
        "family": subjects.family(case.subject_kind, case.subject, request.user, case.public_id),
        "history": history.of(case, request.user, twins),
        "equals": equal.to(case, request.user, twins),
        "along": set(form.data.getlist("with")) if isinstance(form.data, QueryDict) else set(),
    }
    context |= {"reasons": reasons.of(request.user), "reasons_said": said}
    context["reason_taken"] = form.is_bound and not form.errors and not said
    return render(request, "moderation/_decide.html" if fragment else "moderation/case.html", context, status=status)
