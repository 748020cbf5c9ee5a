"""Mail addresses that proved to be somebody's."""

from allauth.account.models import EmailAddress

from accounts.models import User


def is_theirs(person: User, email: str) -> bool:
    """Whether this is an address of theirs that they have confirmed."""
    return bool(EmailAddress.objects.filter(user=person, email__iexact=email.strip(), verified=True).exists())
