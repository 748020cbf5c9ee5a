"""One case: what it is, why it is here, and what stands beside it."""

from uuid import UUID, uuid4

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import bell, policies, queue, standing, subjects
from moderation.consent import showing
from moderation.forms import DecisionForm
from moderation.glass import opening
from moderation.models import Case
from moderation.queue import choosing, equal
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


def page(request: PersonRequest, case: Case, form: DecisionForm, status: int = 200) -> HttpResponse:
    """The page of a case with this form in it: empty, or refused with its sentences."""
    handler = subjects.of(case.subject_kind)
    policy = policies.current()
    flags = list(case.flags.select_related("report").order_by("pk"))
    clauses = [clause for flag in flags if (clause := policy.clause(flag.clause))]
    context = beside.waiting(request) | {
        "case": case,
        "title": queue.title(case),
        "claimed": queue.claimed_by(case, request.user),
        "form": form,
        "excerpt": handler.excerpt(case.subject),
        "glass_opens": opening.conversation_of(case, request.user) is not None,
        "preview": handler.preview(case.subject),
        "flags": [(flag, queue.why(flag)) for flag in flags],
        "clauses": list(dict.fromkeys(clauses)),
        "all_clauses": policy.clauses,
        "consents": showing.beside(case),
        "decision": case.decision,
        "acts": choosing.acts(case, form),
        "many_copies": len(subjects.copies(case.subject_kind, case.subject)),
        "strikes": (strikes := standing.strikes(case.owner)),
        "suggestion": standing.suggestion(len(strikes)),
        "equals": equal.to(case, request.user),
        "along": set(form.data.getlist("with")) if isinstance(form.data, QueryDict) else set(),
    }
    return render(request, "moderation/case.html", context, status=status)
