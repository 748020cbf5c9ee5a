"""Deleting an account: every store forgets, a tombstone without the person stays."""

from accounts import administrators, audit, people, privacy
from accounts.models import User
from accounts.models.user import just_user


def leave(person: User) -> None:
    """Erase the person from every store and turn their row into a tombstone, all or nothing.

    Ledger and audit keep pointing at the row, which says nothing about them any more. Raises LastAdministrator.
    """
    with administrators.one_stays():
        fresh = User.objects.select_for_update().get(pk=person.pk)
        with audit.at_the_end():  # the stores write into it, too, and lock rows afterwards
            report = privacy.erase_all(fresh)
            _bury(fresh)
            audit.record(fresh, "person.left", people.target_of(fresh), after=report)


def _bury(person: User) -> None:
    person.email = f"deleted-{person.public_id.hex}@deleted.invalid"
    person.display_name = person.engine = person.effort = person.instructions = person.suspended_because = ""
    person.parameters = {}
    person.birth_date = person.suspended_until = person.last_login = None
    person.roles = just_user()
    person.is_active = False  # every session of theirs is nobody's from the next click on
    person.set_unusable_password()
    person.save()
