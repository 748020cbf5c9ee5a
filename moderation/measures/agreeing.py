"""Which measures go together."""

from collections.abc import Sequence

from django.utils import timezone

from moderation import measures, subjects
from moderation.measures.values import Conflict, End, Measure
from moderation.models import Case
from moderation.models.decision import HIDING


def agreed(case: Case, chosen: Sequence[Measure]) -> list[Measure]:
    """The chosen ones, in the order in which they are carried out. Raises Conflict with a sentence for the reviewer."""
    if not chosen:
        raise Conflict("Choose what is to happen, then decide.")
    names = [each.name for each in chosen]
    if len(set(names)) < len(names):
        raise Conflict("The same action is there twice. Choose each once.")
    for each in chosen:
        _ends_well(case, each)
        if not measures.of(each.name).fits(case):
            raise Conflict(f"“{measures.of(each.name).title}” cannot be done to this. Choose another action.")
    _together(set(names))
    return sorted(chosen, key=lambda each: list(measures.ACTS).index(each.name))


def is_for_good(case: Case) -> bool:
    """Whether what is done to it has no end: no clock says the yes that is a person's, to a consent or to what is held."""
    held = Case.objects.held().about(case.subject_kind, case.subject)
    return subjects.judged_alone(case.subject_kind) or held.exists()


def _together(names: set[str]) -> None:
    if "escalate" in names and len(names) > 1:
        raise Conflict("Leaving it to a senior stands alone: whoever takes it decides.")
    restricting = [measures.of(name).title for name in measures.ACTS if name in names and measures.of(name).restricts]
    if "allow" in names and restricting:
        raise Conflict(f"“Allow” and “{restricting[0]}” contradict each other. Choose one of them.")
    if names.issuperset(HIDING):
        raise Conflict("“Remove” hides it as well. Choose one of the two.")


def _ends_well(case: Case, each: Measure) -> None:
    act = measures.of(each.name)
    if act.ends == End.MUST and each.until is None:
        raise Conflict(f"“{act.title}” needs an end. Say until when.")
    if act.ends == End.NEVER and each.until is not None:
        raise Conflict(f"“{act.title}” has no end. Take the date away.")
    if act.ends == End.MAY and each.until is not None and is_for_good(case):
        raise Conflict(f"“{act.title}” has no end here: a person has to look again first. Take the date away.")
    if each.until is not None and each.until <= timezone.now():
        raise Conflict(f"The end of “{act.title}” has passed. Choose a later one.")
