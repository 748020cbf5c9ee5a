"""What this room holds of a person's own words, to be taken along or erased. What is locked or suspected is kept."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from accounts import privacy, verified
from accounts.models import User
from moderation import letters, prompts
from moderation.consent import closing, remembered, showing, stating
from moderation.models import (
    Appeal,
    AppealMessage,
    Assignment,
    Case,
    Consent,
    Decision,
    Glass,
    Letter,
    RefusedPrompt,
    Report,
    ReviewerSettings,
    SavedReason,
)
from moderation.models.consent import OPEN, Standing
from moderation.takedowns import leaving


def register() -> None:
    """Write the stores of this room down."""
    privacy.register("moderation.prompts", export=prompts_of, erase=erase_prompts)
    privacy.register("moderation.consents", export=consents_of, erase=erase_consents)
    privacy.register("moderation.decisions", export=decisions_of, erase=erase_nothing)
    privacy.register("moderation.appeals", export=appeals_of, erase=erase_appeals)
    privacy.register("moderation.reports", export=reports_of, erase=erase_reports)
    privacy.register("moderation.removals", export=leaving.exported, erase=erase_removals)
    privacy.register("moderation.letters", export=letters_of, erase=erase_letters)
    privacy.register("moderation.assignments", export=assignments_of, erase=erase_assignments)
    privacy.register("moderation.glasses", export=glasses_of, erase=erase_glasses)
    privacy.register("moderation.reviewing", export=reviewing_of, erase=erase_reviewing)
    privacy.register("moderation.reasons", export=reasons_of, erase=erase_reasons)


def prompts_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every prompt a gate kept in the house."""
    for prompt in RefusedPrompt.objects.owned_by(person).order_by("pk"):
        yield {"id": prompt.public_id, "room": prompt.room, "text": prompt.text, "made_at": prompt.made_at}


def reports_of(person: User) -> Iterator[Mapping[str, Any]]:
    """What they wrote when they reported something."""
    for report in Report.objects.owned_by(person).select_related("flag__case").order_by("pk"):
        case = report.flag.case
        yield {
            "about": case.subject_kind, "id": case.subject, "category": report.category, "why": report.why,
            "number": report.number, "reported_at": report.flag.raised_at, "told": report.told,
        }  # fmt: skip


def decisions_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every decision about what is theirs, word for word; not who decided."""
    for decision in Decision.objects.about(person).select_related("case", "reversal").prefetch_related("measures"):
        yield {
            "id": decision.public_id, "about": decision.case.subject_kind, "decided_at": decision.decided_at,
            "clause": decision.clause, "reason": decision.reason, "statement": decision.statement,
            "measures": [{"name": each.name, "until": each.until} for each in decision.measures.all()],
            "taken_back_at": None if decision.stands else decision.reversal.reversed_at,
        }  # fmt: skip


def erase_nothing(_person: User) -> Mapping[str, int]:
    """A decision is history: it stays, about a tombstone."""
    return {}


def appeals_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Their appeals with the talk and the answer; not who judged. As a reviewer: what they wrote in others' talks."""
    for appeal in Appeal.objects.owned_by(person).order_by("pk").select_related("decision").prefetch_related("talk"):
        yield {
            "decision": appeal.decision.public_id, "opened_at": appeal.opened_at, "outcome": appeal.outcome,
            "answer": appeal.answer,
            "talk": [{"you": each.by_owner, "text": each.text, "at": each.said_at} for each in appeal.talk.all()],
        }  # fmt: skip
    for said in AppealMessage.objects.owned_by(person).filter(by_owner=False).order_by("pk"):
        yield {"said_as_reviewer": said.text, "at": said.said_at}


def erase_appeals(person: User) -> Mapping[str, int]:
    """Their words go; that they appealed, and what came of it, stays."""
    return {"words of appeals": AppealMessage.objects.owned_by(person).exclude(text="").update(text="")}


def consents_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every question about who is in their things, and its answer; not the link, which opens in whoever's hands."""
    for consent in Consent.objects.owned_by(person).order_by("pk"):
        yield showing.exported(consent) | {"whom": consent.words, "selfie": consent.selfie}


def erase_consents(person: User) -> Mapping[str, int]:
    """Names, phrases and links go; the rows stay without them, for cases and the audit. What they bound is purged.

    The desk has nothing to decide about them any more, unless it is locked.
    """
    theirs = Consent.objects.owned_by(person)
    remembered.forget(person)
    over = list(theirs.filter(state__in=sorted(OPEN)).select_for_update(of=("self",)).order_by("pk"))
    theirs.filter(pk__in=[each.pk for each in over]).update(
        state=Standing.WITHDRAWN, revoked_at=timezone.now(), reached_at=timezone.now(), ended_by_owner=True
    )
    for each in over:
        stating.written(each, person, "withdrawn", acts=closing.answered(closing.KIND, each.public_id))
    return {"consents": theirs.update(words="", signature="", phrase="", selfie=None)}


def erase_prompts(person: User) -> Mapping[str, int]:
    """Blank the words and their hash; the row stays for its case."""
    locked = Case.objects.held().filter(subject_kind=prompts.KIND).values("subject")
    free = RefusedPrompt.objects.owned_by(person).exclude(public_id__in=locked)
    return {"refused prompts": free.update(text="", text_sha256="")}


def erase_reports(person: User) -> Mapping[str, int]:
    """Delete the words; the flag stays and says that somebody reported."""
    free = Report.objects.owned_by(person).exclude(flag__case__in=Case.objects.held())
    return {"reports": free.delete()[0]}


def erase_removals(person: User) -> Mapping[str, int]:
    """What they wrote when they asked for removal goes; what is open first has its answer."""
    return {"requests for removal": leaving.erase(person)}


def letters_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Mails on their way to an address that is theirs; not what is in them, which may be a key."""
    for letter in letters.to(verified.of(person)):
        yield {"subject": letter.subject, "made_at": letter.made_at}


def erase_letters(person: User) -> Mapping[str, int]:
    """They are not sent."""
    waiting = [each.pk for each in letters.to(verified.of(person))]
    return {"mails": Letter.objects.filter(pk__in=waiting).delete()[0]}


def assignments_of(person: User) -> Iterator[Mapping[str, Any]]:
    """What they take first at the desk."""
    yield from Assignment.objects.owned_by(person).values("lanes", "kinds", "changed_at")


def erase_assignments(person: User) -> Mapping[str, int]:
    """Whoever left takes nothing."""
    return {"assignments": Assignment.objects.owned_by(person).delete()[0]}


def glasses_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every time staff opened their conversations: when, why, until when, what was read; not who it was."""
    for glass in Glass.objects.owned_by(person).order_by("pk").prefetch_related("looks"):
        yield {
            "opened_at": glass.opened_at,
            "until": glass.closed_at or glass.ends_at,
            "reason": glass.reason,
            "conversation": glass.conversation or "all",
            "read": [{"conversation": look.conversation, "at": look.at} for look in glass.looks.all()],
        }


def erase_glasses(person: User) -> Mapping[str, int]:
    """That staff looked stays, without the words about the person; the audit has them."""
    theirs = Glass.objects.owned_by(person)
    theirs.live().update(closed_at=Now())
    return {"looks of staff": theirs.update(reason="")}


def reviewing_of(person: User) -> Iterator[Mapping[str, Any]]:
    """How they like to work at the desk."""
    names = ("blur", "grey", "muted", "break_minutes", "auto_advance", "keys", "starred")
    yield from ReviewerSettings.objects.owned_by(person).values(*names)


def erase_reviewing(person: User) -> Mapping[str, int]:
    """Forget it."""
    return {"reviewer settings": ReviewerSettings.objects.owned_by(person).delete()[0]}


def reasons_of(person: User) -> Iterator[Mapping[str, Any]]:
    """The sentences they kept to decide with."""
    yield from SavedReason.objects.owned_by(person).values("text", "saved_at")


def erase_reasons(person: User) -> Mapping[str, int]:
    """Delete them; what was decided keeps its own reason."""
    return {"saved reasons": SavedReason.objects.owned_by(person).delete()[0]}
