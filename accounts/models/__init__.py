"""The room's rows; Django looks for them here."""

from accounts.models.user import Role, Theme, User

__all__ = ["Role", "Theme", "User"]
