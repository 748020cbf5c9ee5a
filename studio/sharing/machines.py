"""Whether a machine had a hand in a thing, which every page that shows it must say."""

from studio.models import Asset, Origin


def by_a_machine(asset: Asset) -> bool:
    """Made here; or brought or cut, and the file it came from said so."""
    return asset.origin == Origin.MADE or bool(asset.recipe.get("by_a_machine"))
