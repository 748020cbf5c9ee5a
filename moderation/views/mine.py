"""What was decided about me: a list, and each decision with its statement."""

from collections.abc import Sequence
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, signed_in
from accounts.models import User
from moderation import standing, statements, subjects
from moderation.appeals.forms import WordsForm
from moderation.appeals.opening import may_appeal
from moderation.models import Appeal, Case, Decision
from moderation.models.decision import DecisionQuerySet

PAGE = 20
THEIR_WORDS = frozenset({"order", "asset", "prompt"})


@signed_in
@require_safe
def decisions(request: PersonRequest) -> HttpResponseBase:
    """Everything the desk decided about what is theirs, the newest first."""
    page = Paginator(_mine(request), PAGE).get_page(request.GET.get("page"))
    thumbs = _thumbs([each.case for each in page], request.user)
    context = {
        "page": page,
        "lines": [(each, *_about(each.case), thumbs.get(each.case.subject, "")) for each in page],
        "strikes": standing.strikes(request.user),
        "limited_until": standing.limited_until(request.user),
    }
    return render(request, "moderation/mine/list.html", context)


@signed_in
@require_safe
def decision(request: PersonRequest, decision: UUID) -> HttpResponseBase:
    """One decision in full, word for word as it was sent. Who decided is not said."""
    return page(request, get_object_or_404(_mine(request), public_id=decision), WordsForm())


def page(request: PersonRequest, decision: Decision, form: WordsForm, status: int = 200) -> HttpResponse:
    """The page of a decision, with this form of an appeal in it."""
    appeal = Appeal.objects.filter(decision=decision).select_related("instead").prefetch_related("talk").first()
    case = decision.case
    thing, words = _about(case)
    context = {
        "decision": decision,
        "appeal": appeal,
        "closed": may_appeal(decision) if appeal is None else "",
        "form": form,
        "thing": thing,
        "words": words,
        "link": subjects.of(case.subject_kind).link(case.subject),
        "until": statements.appeal_ends(decision.decided_at),
    }
    return render(request, "moderation/mine/decision.html", context, status=status)


def _about(case: Case) -> tuple[str, str]:
    """What it is about: the thing, and its owner's own words. What an engine answered and the desk hid is not shown again."""
    words = subjects.of(case.subject_kind).excerpt(case.subject) if case.subject_kind in THEIR_WORDS else ""
    return statements.THINGS.get(case.subject_kind, "what you made"), words


def _thumbs(cases: Sequence[Case], owner: User) -> dict[UUID, str]:
    """Of what they may still see; what is hidden or gone has none."""
    by_kind: dict[str, list[UUID]] = {}
    for case in cases:
        by_kind.setdefault(case.subject_kind, []).append(case.subject)
    return {key: address for kind, ids in by_kind.items() for key, address in subjects.thumbs(kind, ids, owner).items()}


def _mine(request: PersonRequest) -> DecisionQuerySet:
    rows = Decision.objects.about(request.user).select_related("case", "reversal")
    return rows.prefetch_related("measures__end")
