"""What the house tells one person."""

from django.conf import settings
from django.db import models

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet


class NoticeQuerySet(OwnedQuerySet["Notice"]):
    """One person's notices."""

    def unread(self) -> "NoticeQuerySet":
        """Not yet put away."""
        return self.filter(read_at=None)

    def newest_first(self) -> "NoticeQuerySet":
        """As the page lists them."""
        return self.order_by("-created_at", "-pk")


class Notice(PublicModel):
    """A sentence to its owner, with a place to look; kept until they put it away, and then still on the page."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=80)
    body = models.TextField()
    subject_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="notice_by_owner"),
            models.Index(fields=["owner"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sentence(self) -> str:
        """What the header shows: its first paragraph. The page of notices has all of it."""
        return self.body.partition("\n\n")[0]

    @property
    def further(self) -> str:
        """The paragraphs behind the first; most notices have none."""
        return self.body.partition("\n\n")[2]
