"""A person's styles and the house's: listed, changed, removed. Orders that wore one keep its words."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import Role, User
from studio.models import Style

MOST = 50


class NotKept(Exception):
    """The words say why."""


def of(person: User) -> QuerySet[Style]:
    """All that this person may put on, their own first."""
    worn: QuerySet[Style] = Style.objects.worn_by(person)
    return worn.order_by(F("owner").asc(nulls_last=True), "look", Lower("name"))


def changeable(person: User) -> QuerySet[Style]:
    """Their own; an administrator's also the house's."""
    own: QuerySet[Style] = of(person) if keeps_the_house(person) else Style.objects.owned_by(person)
    return own


def keeps_the_house(person: User) -> bool:
    """Whether they make styles for everybody."""
    return person.has_role(Role.ADMINISTRATOR)


@transaction.atomic
def keep(style: Style) -> Style:
    """Keep a new one, or a changed one as its next version. Raises NotKept."""
    if style.pk is None:
        _room(style.owner)
    else:
        style.version = Style.objects.select_for_update().get(pk=style.pk).version + 1
    style.changed_at = timezone.now()
    try:
        with transaction.atomic():
            style.save()
    except IntegrityError:
        whose = "The house has" if style.owner is None else "You have"
        raise NotKept(f"{whose} a {style.get_look_display()} of this name already. Choose another name.") from None
    return style


def remove(person: User, style_id: uuid.UUID) -> Style:
    """It is offered no more; what was made with it stays as it is. Raises Style.DoesNotExist."""
    style: Style = changeable(person).get(public_id=style_id)
    style.delete()
    return style


def _room(owner: User | None) -> None:
    if owner is not None:
        User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    if Style.objects.filter(owner=owner).count() >= MOST:
        whose = "The house has" if owner is None else "You have"
        raise NotKept(f"{whose} {MOST} styles, which are the most. Remove one first.")
