"""What the accounts' addresses name: people, notices and invitations; and the usage pages, which name people too."""

from uuid import uuid4

from accounts import invitations, notices
from accounts.models import User
from tests.access_cases.things import Make, Thing


def _notice(owner: User) -> Thing:
    return Thing({"notice": notices.tell(owner, "case.decided", body="Decided.").public_id})


def somebody(_owner: User) -> Thing:
    somebody = User.objects.create_user(f"{uuid4().hex}@example.org", birth_date="1990-05-31")
    return Thing({"person": somebody.public_id})


def _invitation(owner: User) -> Thing:
    return Thing({"invitation": invitations.invite(owner)[0].public_id})


OWNED: dict[str, Make] = {
    "put_away": _notice,
}

SHARED: dict[str, Make] = {
    "person": somebody,
    "suspend": somebody,
    "unsuspend": somebody,
    "give_roles": somebody,
    "correct_birth_date": somebody,
    "revoke_invitation": _invitation,
    "join": lambda owner: Thing({"token": invitations.invite(owner)[1]}),
    "set_up": lambda _owner: Thing({"token": "no-such-token"}),
    "account_confirm_email": lambda _owner: Thing({"key": "no-such-key"}),
    "account_reset_password_from_key": lambda owner: Thing({"uidb36": owner.public_id.hex, "key": "no-such-key"}),
    "usage_person": somebody,
    "set_allowance": somebody,
}
