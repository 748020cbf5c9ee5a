"""What can be wrong, in the words of whoever reports it, and the clause of the policy it comes under."""

from dataclasses import dataclass

from moderation import policies
from moderation.verdicts import Action, Verdict

CHECK = "person"


@dataclass(frozen=True, slots=True)
class Category:
    """`action`: what the reporter's word alone does. `removal`: this is what the faster form is for."""

    key: str
    words: str
    help: str
    clause: str
    action: Action = Action.REVIEW
    removal: bool = False
    wants_words: bool = False


CATEGORIES = (
    Category(
        "intimate",
        "It shows me, or somebody, naked or sexualised",
        "Without their consent.",
        "likeness.1",
        removal=True,
    ),
    Category("me", "It shows me, and I did not agree", "A face, a voice, a name.", "likeness.3", removal=True),
    # A suspicion is enough, of somebody whose word counts (`believing`): only the two named roles look at it.
    Category("child", "A child is sexualised, or in danger", "Do not save it or send it on.", "minors.1", Action.LOCK),
    Category("threat", "Somebody is threatened or hunted", "Also bullying and exposing somebody.", "harassment.1"),
    Category("hate", "Hatred against a group of people", "For who they are.", "hate.1"),
    Category("selfharm", "Somebody may hurt themselves", "Or is told how to.", "selfharm.1"),
    Category("sexual", "Sexual content that does not belong here", "", "sexual.1"),
    Category("false", "It pretends to be real", "Forged papers or news, fraud, posing as somebody.", "deception.1"),
    Category("crime", "Help with a crime", "Weapons, drugs, breaking in.", "crime.2"),
    Category("other", "Something else", "Say what, below.", "", wants_words=True),
)
_BY_KEY = {category.key: category for category in CATEGORIES}


def of(key: str) -> Category:
    """The category of this key; what is none, or from before there were any, is "something else"."""
    return _BY_KEY.get(key, CATEGORIES[-1])


def verdict(category: Category, *, suspicion: bool = False) -> Verdict:
    """A person's word as a verdict. An operator's policy may not have our clause: then it names none.

    `suspicion`: it would lock, and does not by this word alone.
    """
    policy = policies.current()
    clause = policy.clause(category.clause)
    return Verdict(
        action=Action.REVIEW if suspicion else category.action, check=CHECK, policy_version=policy.version if clause else "",
        clause=clause.id if clause else "",
    )  # fmt: skip
