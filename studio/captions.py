"""What a picture or film shows, in words for who cannot see it: by an engine that sees, asked and paid for, or by hand."""

import base64
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

import xai
from accounts.models import User
from foundation import outbox
from foundation.storage import StorageDown, media
from foundation.wakeups import wake
from moderation import gates
from studio import helping
from studio.assets import TOPIC
from studio.media.links import PREVIEWS
from studio.media.names import LARGE
from studio.models import Asset
from usage import calls
from usage.limits import NoMoney
from usage.models import Payer
from xai.errors import XaiError
from xai.prices import picture_tokens
from xai.values import ChatRequest, Engine, PictureIn

log = structlog.get_logger(__name__)

PROMPT = "caption-1"
PURPOSE = "caption"
MAX_TOKENS = 200
LONGEST = 600  # characters; longer ones are cut off by what reads them out
PROMPT_CHARACTERS = 1_000
TASK = "studio.tasks.write_caption"
SAID_SECONDS = 300  # so long a page says why there are no words
NOBODY = "No engine of this house can look at pictures. You were not charged. Write it yourself."
TOO_LATE = (
    "It took too long and was given up. Your usage says whether it cost anything. Try again, or write it yourself."
)
BROKE = "This could not be written. Your usage says whether it cost anything. Try again, or write it yourself."
# What one question weighs, to find the cheapest engine: a large preview and our words go in, two sentences come out.
TYPICAL_INPUT, TYPICAL_OUTPUT = 2_000, 80


class NotWritten(Exception):
    """There is no caption, and why: the text is for its owner."""


def engine() -> Engine | None:
    """CAPTION_ENGINE; else the cheapest that sees, one that need not think first before one that must. None: none sees."""
    if settings.CAPTION_ENGINE:
        return xai.known_engine(settings.CAPTION_ENGINE) or Engine(id=settings.CAPTION_ENGINE)
    seeing = [each for each in xai.engines() if "image" in each.input_modalities and each.prices.completion]
    return helping.cheapest(seeing, _typical)


def price(asset: Asset) -> int | None:
    """What it costs at most to have one written, in ticks; None: no engine sees."""
    by = engine()
    return calls.at_most(_question(asset, by, "")) if by else None


@transaction.atomic
def ask(owner: User, asset_id: UUID) -> Asset:
    """Have an engine look at it, by a worker, and keep what it says.

    Raises Asset.DoesNotExist, and NotWritten with a sentence. Of two who ask at once, one is told to wait.
    """
    asset: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    if engine() is None:
        raise NotWritten(NOBODY)
    if not _claim(asset):
        raise NotWritten("It is being written already. Wait a moment, then look again.")
    cache.delete(_said(asset))
    outbox.ring(TASK, asset.pk, queue="calls")
    asset.refresh_from_db()
    return asset


def answer(asset_key: int) -> None:
    """Ask the engine, once for each claim; what comes of it is on the page, words or a sentence why there are none."""
    found = Asset.objects.approved().filter(pk=asset_key, deleted_at=None, caption_begun_at__isnull=False)
    asset = found.select_related("owner").first()
    begun = asset.caption_begun_at if asset else None
    if asset is None or begun is None or _is_late(asset):
        return
    # A bell that rings twice must not be paid for twice.
    if not cache.add(f"caption:asked:{asset.pk}:{begun.timestamp()}", 1, timeout=_late().total_seconds()):
        return
    problem = BROKE
    try:
        words = _written(asset)
        # Not over what its owner wrote meanwhile, nor into what was hidden, thrown away or erased.
        here = Asset.objects.approved().filter(pk=asset.pk, caption_begun_at=begun, deleted_at=None)
        here.update(caption=words, caption_begun_at=None)
        problem = ""
    except NotWritten as error:
        problem = str(error)
    finally:
        cache.set(_said(asset), problem, SAID_SECONDS)
        Asset.objects.filter(pk=asset.pk, caption_begun_at=begun).update(caption_begun_at=None)
    wake(asset.owner.public_id, TOPIC, asset.public_id)


def is_being_written(asset: Asset) -> bool:
    """An engine has been asked, and may still answer."""
    return asset.caption_begun_at is not None and not _is_late(asset)


def problem(asset: Asset) -> str:
    """Why the last engine that was asked gave no words; empty when it did, or a while ago."""
    if asset.caption_begun_at is not None:
        return TOO_LATE if _is_late(asset) else ""
    return str(cache.get(_said(asset), ""))


def _written(asset: Asset) -> str:
    by = engine()
    if by is None:
        raise NotWritten(NOBODY)
    words = _answered(asset, by, asset.owner)
    if not words or not gates.before_showing(words, provider_allowed=None).passes:
        raise NotWritten(
            "The engine gave no words that can be kept. What it cost stands in your usage. Write it yourself."
        )
    return words


def write(owner: User, asset_id: UUID, typed: str) -> Asset:
    """Put one's own words there; none: it goes. What an engine is writing comes too late then.

    Raises Asset.DoesNotExist, and NotWritten with a sentence.
    """
    asset: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    words = _tidy(typed)
    if len(words) > LONGEST:
        raise NotWritten(f"A description has at most {LONGEST} characters; this has {len(words)}. Nothing was changed.")
    if words and not gates.before_showing(words, provider_allowed=None).passes:
        raise NotWritten("The rules of this house do not allow these words. Nothing was changed.")
    cache.delete(_said(asset))
    asset.caption, asset.caption_begun_at = words, None
    with transaction.atomic():
        asset.save(update_fields=["caption", "caption_begun_at"])
        wake(owner.public_id, TOPIC, asset.public_id)
    return asset


def _answered(asset: Asset, by: Engine, owner: User) -> str:
    try:
        request = _question(asset, by, _seen(asset))
        answer = calls.ask(request, purpose=PURPOSE, owner=owner, payer=Payer.PERSON, subject=asset.public_id)
    except NoMoney as error:
        raise NotWritten("Your allowance does not cover this. Nothing was asked. Write it yourself.") from error
    except XaiError as error:
        raise NotWritten(
            "The engine could not look at it now. Your usage says whether it cost anything. Try again."
        ) from error
    return _tidy(answer.text)[:LONGEST]


def _question(asset: Asset, by: Engine, url: str) -> ChatRequest:
    shrunk = min(1.0, LARGE / max(asset.width, asset.height))
    tokens = picture_tokens(round(asset.width * shrunk), round(asset.height * shrunk))
    kind = "The first moment of a film" if asset.is_video else "A picture"
    said = f"{kind}. Made from these words:\n{asset.alt[:PROMPT_CHARACTERS] or '(not known)'}"
    return helping.question(by, PROMPT, said, pictures=(PictureIn(url, tokens),), most=MAX_TOKENS)


def _seen(asset: Asset) -> str:
    """The large preview, of a film its poster, as engines are shown pictures. Raises NotWritten while the store is away."""
    try:
        with media().open(asset.preview_key("large.webp")) as file:
            picture = file.read()
    except (FileNotFoundError, StorageDown) as error:
        raise NotWritten(
            "Our store did not give the picture. Nothing was asked and nothing charged. Try again."
        ) from error
    return f"data:{PREVIEWS['webp']};base64,{base64.b64encode(picture).decode()}"


def _claim(asset: Asset) -> bool:
    """One at a time for each thing; a claim whose holder died is taken over."""
    free = Asset.objects.filter(
        Q(caption_begun_at=None) | Q(caption_begun_at__lt=timezone.now() - _late()), pk=asset.pk
    )
    return free.update(caption_begun_at=timezone.now()) == 1


def _late() -> timedelta:
    return timedelta(seconds=2 * settings.CALL_SECONDS)


def _is_late(asset: Asset) -> bool:
    return asset.caption_begun_at is not None and asset.caption_begun_at < timezone.now() - _late()


def _said(asset: Asset) -> str:
    return f"caption:said:{asset.pk}"


def _typical(each: Engine) -> int:
    return each.prices.image * TYPICAL_INPUT + each.prices.completion * TYPICAL_OUTPUT


def _tidy(words: str) -> str:
    """One line, printable."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split()).strip('"“”')
