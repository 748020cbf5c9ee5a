"""The form behind the link in a password mail."""

from uuid import UUID

from allauth.account.forms import UserTokenForm

from accounts.models import User


class PublicIdTokenForm(UserTokenForm):
    """Finds the person by public id; allauth's own would take the key of their row."""

    def _get_user(self, uidb36: str) -> User | None:
        try:
            return User.objects.get(public_id=UUID(hex=uidb36), is_active=True)
        except (ValueError, User.DoesNotExist):
            return None
