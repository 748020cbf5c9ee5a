"""Short links to stored bytes: minted at the click, for one object, one type and one name. Never stored or logged."""

import re

from foundation.storage import media
from studio.models import Asset

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4"}
NAME_WORDS = 8
PREVIEWS = {"avif": "image/avif", "webp": "image/webp"}


def shown(asset: Asset) -> str:
    """To the thing itself, to be looked at in the page."""
    return media().link(asset.key, content_type=asset.mime, filename=filename(asset))


def downloaded(asset: Asset) -> str:
    """To the thing itself, to be saved under a name that says what it is."""
    return media().link(asset.key, content_type=asset.mime, filename=filename(asset), download=True)


def preview(asset: Asset, size: str, accept: str = "") -> str:
    """To one of its previews, `small` or `large`, of a film its poster, `strip` or `sheet`; as AVIF to whoever says it takes that.

    Raises FileNotFoundError for a strip or sheet where there is none.
    """
    extension = "avif" if f"{size}.avif" in asset.previews and "image/avif" in accept else "webp"
    name = f"{size}.{extension}"
    if size in {"strip", "sheet"} and name not in asset.previews:
        raise FileNotFoundError(name)
    return named(asset, name)


def named(asset: Asset, name: str) -> str:
    """To the preview of this very name."""
    return media().link(asset.preview_key(name), content_type=PREVIEWS[name.rpartition(".")[2]], filename=name)


def filename(asset: Asset) -> str:
    """The prompt's first words, in letters every file system takes, and a piece of the id."""
    words = re.findall(r"[a-z0-9]+", asset.alt.lower())[:NAME_WORDS]
    return f"{'-'.join([*words, asset.public_id.hex[:6]])[:80]}.{EXTENSIONS[asset.mime]}"
