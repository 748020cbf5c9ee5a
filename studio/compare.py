"""What a thing may be laid beside: its parents, its children, its siblings, what else hangs on the wall."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from studio.models import Asset, Lineage

AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Group:
    """Some things to choose from, under one heading."""

    words: str
    assets: list[Asset]


def choices(viewer: User, asset: Asset) -> list[Group]:
    """What may be chosen beside this one, the nearest first, each once. Four queries."""
    shown = Asset.objects.visible_to(viewer).exclude(pk=asset.pk)
    parents = Lineage.objects.filter(child=asset).values("parent")
    children = Lineage.objects.filter(parent=asset).values("child")
    siblings = Q(pk__in=Lineage.objects.filter(parent__in=parents).values("child"))
    if asset.job_id:
        siblings |= Q(job=asset.job_id)
    offered = [
        ("What it was made from", shown.filter(pk__in=parents)),
        ("Its siblings", shown.filter(siblings)),
        ("What was made from it", shown.filter(pk__in=children)),
        ("From the wall", shown),
    ]
    seen: set[int] = set()
    groups = []
    for words, found in offered:
        fresh = [each for each in found.newest_first()[: AT_ONCE + len(seen)] if each.pk not in seen][:AT_ONCE]
        seen.update(each.pk for each in fresh)
        if fresh:
            groups.append(Group(words, fresh))
    return groups
