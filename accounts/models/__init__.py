"""The room's rows; Django looks for them here."""

from accounts.models.audit import AuditEntry
from accounts.models.invitation import Invitation
from accounts.models.notice import Notice
from accounts.models.user import Role, Theme, User

__all__ = ["AuditEntry", "Invitation", "Notice", "Role", "Theme", "User"]
