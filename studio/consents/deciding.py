"""What consents say to an order, when it is made, before it is sent and before it is shown, and to showing by link."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User
from moderation import gates
from moderation.consent import asking, naming, needed, standing
from moderation.models import Consent
from moderation.models.consent import Cause, Scope, Standing, Who
from moderation.verdicts import CONSENT, Action, Verdict, gravest
from studio.consents import bonds
from studio.models import Job
from studio.orders import Order
from studio.outcomes import Outcome
from studio.subject_kinds import ORDER
from studio.verbs import Verb

# What somebody allows who allows this.
ASKS: dict[Verb, Scope] = {
    Verb.IMAGINE: Scope.EDIT,
    Verb.EDIT: Scope.EDIT,
    Verb.CHANGE: Scope.EDIT,
    Verb.FILM: Scope.ANIMATE,
    Verb.ANIMATE: Scope.ANIMATE,
    Verb.EXTEND: Scope.ANIMATE,
}


def of_order(order: Order, job: UUID | None = None, *, lock: bool = False) -> Verdict:
    """May this be made of whom it shows? Review: somebody has still to answer. At most two queries, none without inputs."""
    return standing.verdict(bonds.of_order(order, job), ASKS[order.verb], lock=lock)


def before_sending(order: Order, *, person: User) -> Verdict:
    """The rules about its words, and the consents of whom it shows: the graver counts."""
    return gravest([of_words(order, person=person), of_order(order)])


def of_words(order: Order, job: UUID | None = None, *, person: User | None, allowed: Collection[str] = ()) -> Verdict:
    """What the rules say of its words; whoever is named there and has agreed to this answers the clause about that.

    `allowed`: the clauses a person has answered (`moderation.allowed`). Nothing is looked up unless that clause is broken.
    """

    def judge(text: str) -> Verdict:
        return gates.before_sending(text, room="studio", person=person, allowed=allowed)

    found = judge(order.prompt)
    if not needed.by_prompt(found):
        return found
    given = standing.signed(bonds.of_order(order, job), ASKS[order.verb])
    own = next((each for each in given if each.subject == job), None)
    others = [each for each in given if each.subject != job]
    return naming.answered(order.prompt, found, judge, own=own, others=others) if given else found


def waiting_for(verdict: Verdict) -> Outcome:
    """Why an order with such a verdict waits."""
    return Outcome.AWAITS_CONSENT if is_ours(verdict) else Outcome.UNDER_REVIEW


def turned_away_by(verdict: Verdict) -> Outcome:
    """Why an order with such a verdict is refused."""
    return Outcome.NO_CONSENT if is_ours(verdict) else Outcome.POLICY


def is_ours(verdict: Verdict) -> bool:
    """Whether consents say so: then the desk need not look, for it is another person's word that is wanted."""
    return verdict.check == CONSENT


def ask_about_words(job: Job, verdict: Verdict) -> None:
    """An order waits because its words name somebody: its owner may say who that is. Last in its transaction."""
    if needed.by_prompt(verdict):
        asking.ask(job.owner, ORDER, job.public_id, Cause.PROMPT)


def held_back(keys: Collection[int]) -> set[int]:
    """Of these things, by key, those that may not be shown by link. Two queries; one when nothing binds them."""
    bound = bonds.of_assets(keys)
    answers = {(each.subject_kind, each.subject): each for each in standing.newest(set().union(*bound.values()))}
    return {
        key for key, about in bound.items() if any(not is_shown_by(answers[each]) for each in about if each in answers)
    }


def is_shown_by(consent: Consent) -> bool:
    """Whether this answer lets what it binds be shown by link. No reviewer says that for somebody who is being asked."""
    if consent.state == Standing.WAITING and consent.who == Who.SOMEBODY:
        return False
    return standing.of(consent, Scope.PUBLISH).passes


def passes_again(job: Job) -> Verdict:
    """What rules and consents say now of an order that waits; a reviewer who has read its words is not asked again."""
    words = of_words(job.frozen_order, job.public_id, person=job.owner)
    if words.action == Action.REVIEW and job.cleared_at is not None:
        return of_order(job.frozen_order, job.public_id)
    return gravest([words, of_order(job.frozen_order, job.public_id)])
