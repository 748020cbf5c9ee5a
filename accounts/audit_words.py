"""What this room writes into the audit, in people's words."""

from accounts import acts_words
from accounts.acts_words import Kind

DONE = {
    "administrator.first": "became the first administrator",
    "audit.looked": "looked at the audit",
    "audit.exported": "took the audit along",
    "invitations.looked": "looked at the invitations",
    "invitation.made": "made an invitation",
    "invitation.revoked": "revoked an invitation",
    "people.looked": "looked at the people",
    "person.looked": "looked at a person",
    "person.suspended": "suspended a person",
    "person.unsuspended": "opened the account of a person",
    "person.put_back": "put back the standing of a person",
    "person.roles": "changed the roles of a person",
    "person.birth_date": "corrected the birth date of a person",
    "person.left": "left the house",
}
# What stands in a target: what it is called, the page that shows it, and the right to open that.
THINGS = {
    "invitation": Kind("Invitation"),
    "person": Kind("Somebody who left", "person", "may_administer"),
}


def register() -> None:
    """Write it down with the audit."""
    acts_words.register(DONE, THINGS)
