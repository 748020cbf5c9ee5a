"""What the access test puts into addresses that name a thing.

Each room adds its own: by the name of the address, a function that makes a fresh thing of this person and returns the
words of the address. `OWNED`: a thing has one owner, and for everybody else it is not there. `SHARED`: a thing that
whoever passes the door may see (staff pages), or that is not a person's at all.
"""

from collections.abc import Callable
from uuid import uuid4

from accounts import invitations, notices
from accounts.models import User

Words = dict[str, object]
Make = Callable[[User], Words]


def _notice(owner: User) -> Words:
    return {"notice": notices.tell(owner, "case.decided", body="Decided.").public_id}


def _somebody(_owner: User) -> Words:
    somebody = User.objects.create_user(f"{uuid4().hex}@example.org", birth_date="1990-05-31")
    return {"person": somebody.public_id}


def _invitation(owner: User) -> Words:
    return {"invitation": invitations.invite(owner)[0].public_id}


OWNED: dict[str, Make] = {
    "put_away": _notice,
}

SHARED: dict[str, Make] = {
    "person": _somebody,
    "suspend": _somebody,
    "unsuspend": _somebody,
    "give_roles": _somebody,
    "correct_birth_date": _somebody,
    "revoke_invitation": _invitation,
    "join": lambda owner: {"token": invitations.invite(owner)[1]},
    "set_up": lambda _owner: {"token": "no-such-token"},
    "account_confirm_email": lambda _owner: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda owner: {"uidb36": owner.public_id.hex, "key": "no-such-key"},
    "media": lambda _owner: {"token": "no-such-token", "name": "picture.png"},
}
