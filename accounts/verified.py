"""Mail addresses that proved to be somebody's."""

from allauth.account.models import EmailAddress

from accounts.models import User


def is_theirs(person: User, email: str) -> bool:
    """Whether this is an address of theirs that they have confirmed."""
    return bool(EmailAddress.objects.filter(user=person, email__iexact=email.strip(), verified=True).exists())


def of(person: User) -> set[str]:
    """Every address of theirs that they have confirmed, in small letters."""
    mine = EmailAddress.objects.filter(user=person, verified=True)
    return {each.lower() for each in mine.values_list("email", flat=True)}
