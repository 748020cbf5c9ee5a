"""A browser may load what a minted link names: the policy and the bucket's own links speak of one origin."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from config import csp
from foundation.storage.s3 import S3Bytes


def origin_of_a_link(settings: Any, endpoint: str, region: str) -> str:
    settings.S3_BUCKET, settings.S3_ENDPOINT_URL, settings.S3_REGION = "salon-media", endpoint, region
    settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = "a-key", "a-secret"
    parts = urlsplit(S3Bytes().link("assets/one.jpg", content_type="image/jpeg"))
    return f"{parts.scheme}://{parts.netloc}"


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "cn-north-1"])
def test_pictures_and_films_from_aws_may_be_shown(region: str, settings: Any) -> None:
    minted = origin_of_a_link(settings, "", region)

    directives = csp.policy([], csp.media_origin("salon-media", "", region))["DIRECTIVES"]

    assert minted in directives["img-src"]
    assert minted in directives["media-src"]


@pytest.mark.parametrize("endpoint", ["https://media.salon.example", "http://127.0.0.1:9000/", "https://x.example/s3"])
def test_and_so_may_those_from_another_server(endpoint: str, settings: Any) -> None:
    minted = origin_of_a_link(settings, endpoint, "us-east-1")

    directives = csp.policy([], csp.media_origin("salon-media", endpoint, "us-east-1"))["DIRECTIVES"]

    assert minted in directives["img-src"]
    assert minted in directives["media-src"]


def test_without_a_bucket_only_our_own_origin_shows_media() -> None:
    assert csp.media_origin("", "https://media.salon.example", "us-east-1") == ""
    assert csp.policy([], "")["DIRECTIVES"]["media-src"] == ["'self'", "blob:"]
