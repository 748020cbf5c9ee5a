"""The tags a person has given, for suggestions."""

from django.db.models import Count, Func

from accounts.models import User
from chatapp.models import Conversation

MOST = 200


def tags_of(person: User) -> list[str]:
    """The most used first. One query."""
    rows = Conversation.objects.owned_by(person).listed().exclude(tags=[])
    counted = rows.annotate(tag=Func("tags", function="unnest")).values("tag").annotate(count=Count("pk"))
    return list(counted.order_by("-count", "tag").values_list("tag", flat=True)[:MOST])
