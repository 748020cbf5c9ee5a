"""What things cost, in ticks. 1 USD is 10,000,000,000 of them; prices per token are ticks already."""

from xai import price_tables
from xai.price_tables import MediaPrices
from xai.values import TokenPrices, Usage

SERVER_CALL = 50_000_000  # one call of a server-side tool of the $5 per thousand kind


class PriceUnknown(LookupError):
    """No price is known for this engine in this form."""


def ticks_for(usage: Usage, prices: TokenPrices, *, priority: bool = False, server_calls: int = 0) -> int:
    """What the provider charges for this usage: its own formula, right to the tick where it was checked."""
    long = bool(prices.long_threshold) and usage.input_tokens >= prices.long_threshold
    prompt = prices.long_prompt if long and prices.long_prompt else prices.prompt
    cached = prices.long_cached if long and prices.long_cached else prices.cached
    image = prices.long_prompt if long and prices.long_prompt else prices.image
    completion = prices.long_completion if long and prices.long_completion else prices.completion
    ticks = (
        max(usage.input_tokens - usage.image_tokens - usage.cached_tokens, 0) * prompt
        + usage.cached_tokens * cached
        + usage.image_tokens * image
        + (usage.output_tokens + usage.reasoning_tokens) * completion
        + server_calls * SERVER_CALL
    )
    return ticks * 2 if priority else ticks


def picture_tokens(width: int, height: int) -> int:
    """What a picture shown to an engine is billed as, in full detail: its tiles of 32 pixels, and two."""
    return -(-width // 32) * -(-height // 32) + 2


def picture_ticks(
    engine: str,
    resolution: str,
    quality: str | None,
    n: int,
    *,
    inputs: int = 0,
    told: tuple[MediaPrices, ...] = (),
) -> int:
    """What `n` pictures cost, each made of so many inputs; `told` by the catalogue before the table. Raises PriceUnknown.

    Without a quality, where the engine has levels of it, the dearest counts: a hold must cover what may come.
    """
    tabled = price_tables.named(price_tables.pictures(), engine)
    prices = price_tables.named(told, engine) or tabled
    if prices is None or (inputs and tabled is None):
        raise PriceUnknown(engine)
    levels = {level: ticks for (level, size), ticks in prices.ticks.items() if size == resolution}
    one = levels.get("" if "" in levels else quality or "", None if quality else max(levels.values(), default=None))
    if one is None:
        raise PriceUnknown(f"{engine} {resolution} {quality}")
    # Inputs are billed again for each picture that comes of them.
    return (one + inputs * (tabled.input_picture if tabled else 0)) * n


def video_ticks(engine: str, resolution: str, seconds: float, *, pictures: int = 0, input_seconds: float = 0) -> int:
    """What so many seconds of video cost, with what was handed in. Raises PriceUnknown."""
    prices = price_tables.named(price_tables.videos(), engine)
    per_second = prices.ticks.get(("", resolution)) if prices else None
    if prices is None or per_second is None:
        raise PriceUnknown(f"{engine} {resolution}")
    return round(per_second * seconds + (prices.input_picture * pictures + prices.input_second * input_seconds))


def second_ticks(engine: str, resolution: str) -> int:
    """What one more second of video costs. Raises PriceUnknown."""
    return video_ticks(engine, resolution, 1)
