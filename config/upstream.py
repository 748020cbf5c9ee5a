"""Tell `xai` where the provider is, and where to count its limits."""

from typing import cast

from django.conf import settings

import xai
from foundation.limiter_store import RedisLimiterStore
from xai.settings import Route


def configure() -> None:
    """Once per process; nothing is connected yet."""
    xai.configure(
        xai.XaiSettings(
            api_key=settings.XAI_API_KEY,
            base_url=settings.XAI_BASE_URL,
            route=cast(Route, settings.XAI_ROUTE),
            media_hosts=tuple(settings.XAI_MEDIA_HOSTS),
            connect_seconds=settings.XAI_CONNECT_SECONDS,
            read_seconds=settings.XAI_READ_SECONDS,
            first_data_seconds=settings.XAI_FIRST_DATA_SECONDS,
            idle_seconds=settings.XAI_IDLE_SECONDS,
            total_seconds=settings.XAI_TOTAL_SECONDS,
            call_seconds=settings.XAI_CALL_SECONDS,
            picture_seconds=settings.XAI_PICTURE_SECONDS,
            retries=settings.XAI_RETRIES,
            retry_base_seconds=settings.XAI_RETRY_SECONDS,
        ),
        RedisLimiterStore(),
    )
