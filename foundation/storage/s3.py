"""Media in an S3 bucket, through django-storages and boto3; links are presigned by the bucket's own rules."""

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from s3transfer.exceptions import RetriesExceededError
from storages.backends.s3 import S3File, S3Storage

from foundation.storage import StorageDown

# boto3's newer checksum defaults break ranged reads on S3 servers that are not AWS's; s3v4 is what presigned links need.
CLIENT = Config(
    signature_version="s3v4",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=5,
    read_timeout=30,
    retries={"max_attempts": 3, "mode": "standard"},
    s3={"addressing_style": "path"},
)
# Whoever looks whether the bucket is there wants to know now.
IMPATIENT = CLIENT.merge(Config(connect_timeout=2, read_timeout=2, retries={"total_max_attempts": 1}))


NO_BUCKET = "NoSuchBucket"


@contextlib.contextmanager
def _speaking(name: str = "") -> Iterator[None]:
    """Translate boto3's trees of errors into ours. An object is not there only where the bucket is."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "unknown")
        if error.response["ResponseMetadata"].get("HTTPStatusCode") == 404 and code != NO_BUCKET:
            raise FileNotFoundError(name) from error
        raise StorageDown(code) from error
    except (BotoCoreError, Boto3Error, RetriesExceededError) as error:
        raise StorageDown(type(error).__name__) from error


class Reading(S3File):
    """An object that is fetched when it is first read: until then the bucket may go away, or the object."""

    def _get_file(self) -> Any:
        try:
            with self._storage.looking_for(self.name):
                return super()._get_file()
        except (StorageDown, FileNotFoundError):
            self._file = None  # what has arrived is a part; it must not be read as the whole
            raise

    file = property(_get_file, S3File._set_file)


class S3Bytes(S3Storage):
    """A private bucket."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            bucket_name=settings.S3_BUCKET,
            endpoint_url=settings.S3_ENDPOINT_URL or None,
            region_name=settings.S3_REGION,
            access_key=settings.S3_ACCESS_KEY_ID or None,
            secret_key=settings.S3_SECRET_ACCESS_KEY or None,
            client_config=CLIENT,
            default_acl=None,
            file_overwrite=True,  # our keys are unique; django-storages would rename instead of refusing
            querystring_auth=True,
            **kwargs,
        )

    def save(self, name: str, content: Any, max_length: int | None = None) -> str:
        if self.exists(name):
            raise FileExistsError(name)
        with _speaking(name):
            return str(super().save(name, content, max_length))

    def open(self, name: str, mode: str = "rb") -> Any:
        with self.looking_for(name):
            return Reading(self._normalize_name(name), mode, self)

    @contextlib.contextmanager
    def looking_for(self, name: str) -> Iterator[None]:
        """As `_speaking`, for what begins with a HEAD: its 404 has no body to say whether the bucket itself is gone."""
        try:
            with _speaking(name):
                yield
        except FileNotFoundError:
            self.check()
            raise

    def exists(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with _speaking(name):
            return int(self.connection.meta.client.head_object(Bucket=self.bucket_name, Key=name)["ContentLength"])

    def delete(self, name: str) -> None:
        with _speaking(name), contextlib.suppress(FileNotFoundError):
            super().delete(name)

    def keys(self, prefix: str) -> Iterator[str]:
        with _speaking(prefix):
            for item in self.bucket.objects.filter(Prefix=prefix):
                yield item.key

    def link(self, name: str, *, content_type: str, filename: str = "", download: bool = False) -> str:
        disposition = (
            f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(filename or name.rsplit('/')[-1])}"
        )
        return str(
            self.connection.meta.client.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": self.bucket_name,
                    "Key": name,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": disposition,
                    "ResponseCacheControl": f"private, max-age={settings.MEDIA_LINK_SECONDS}",
                },
                ExpiresIn=settings.MEDIA_LINK_SECONDS,
            )
        )

    def check(self) -> None:
        try:
            with _speaking():
                self._looking.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError as error:
            raise StorageDown(NO_BUCKET) from error

    def impatient(self) -> Any:
        """A client of its own that asks once, for two seconds."""
        return self._create_session().client(
            "s3", region_name=self.region_name, endpoint_url=self.endpoint_url, config=IMPATIENT, verify=self.verify
        )

    @cached_property
    def _looking(self) -> Any:
        return self.impatient()
