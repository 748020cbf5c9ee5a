"""What this room writes into the audit, in people's words."""

from accounts import acts_words
from accounts.acts_words import Kind

DONE = {
    "desk.looked": "looked at the desk",
    "decided.looked": "looked at what was decided",
    "search.looked": "looked at what a search of the desk found",
    "assignment.set": "set who takes what",
    "case.looked": "looked at a case",
    "case.decided": "decided a case",
    "case.undone": "took back a decision on a case",
    "case.escalated": "left a case to a senior",
    "case.answered": "let go of a case",
    "case.measure_ended": "ended a measure in a case",
    "case.purged": "destroyed what was removed in a case",
    "reading.looked": "looked at a second reading",
    "reading.read": "read a case blindly, a second time",
    "appeals.looked": "looked at the appeals",
    "appeal.looked": "looked at an appeal",
    "appeal.opened": "opened an appeal",
    "appeal.asked": "asked about an appeal",
    "appeal.upheld": "let a decision stand on an appeal",
    "appeal.overturned": "took a decision back on an appeal",
    "appeal.changed": "decided otherwise on an appeal",
    "report.bad_faith": "found a report in bad faith",
    "report.good_faith": "found a report in good faith after all",
    "removals.looked": "looked at the removals",
    "takedown.looked": "looked at a removal request",
    "takedown.ticked": "ticked things of a removal request",
    "takedown.vouched": "widened a removal request",
    "takedown.pointed": "added things to a removal request",
    "takedown.upheld": "granted a removal request",
    "takedown.declined": "declined a removal request",
    "takedown.withdrawn": "took back a removal request",
    "consent.asked": "asked about a consent",
    "consent.sought": "sent out a consent",
    "consent.self": "said that it shows them, for a consent",
    "consent.selfie": "brought a selfie for a consent",
    "consent.nobody": "said that it shows nobody real, for a consent",
    "consent.signed": "signed a consent that a senior looks at",
    "consent.given": "gave a consent",
    "consent.refused": "refused a consent",
    "consent.withdrawn": "took back a consent",
    "consent.expired": "let a consent run out",
    "consent.replaced": "replaced a consent",
    "consent.reopened": "reopened a consent",
    "consent.carried": "carried through what followed from a consent",
    "consent.forgotten": "forgot the name in a consent",
    "glasses.looked": "looked at the opened conversations",
    "glass.opened": "opened a private conversation",
    "glass.looked": "looked at a private conversation",
    "glass.closed": "closed a private conversation",
    "handover.looked": "looked at a handover",
    "handover.begun": "began to fetch a handover",
    "handover.asked": "asked for a handover",
    "handover.released": "released a handover",
    "handover.withdrawn": "took back a handover",
    "handover.taken": "fetched a handover",
}
# What stands in a target: what it is called, the page that shows it, and the right to open that.
THINGS = {
    "case": Kind("Case", "case", "may_review"),
    "appeal": Kind("Appeal", "appeal", "may_review"),
    "takedown": Kind("Removal A-", "desk-removal", "may_review"),
    "report": Kind("Report R-"),
    "consent": Kind("Consent"),
    "reading": Kind("Reading"),
    "glass": Kind("Glass"),
    "handover": Kind("Handover"),
}


def register() -> None:
    """Write it down with the audit."""
    acts_words.register(DONE, THINGS)
