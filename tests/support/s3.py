"""Two real S3 servers: moto for behaviour, rclone because only it really checks signatures and their end."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from config.dev.spawn import spawn
from tests.support.house import house
from tests.support.ports import reserve

KEY, SECRET, BUCKET = "salon-test-key", "salon-test-secret", "salon-media"


@dataclass
class S3Server:
    """One server process with one private bucket."""

    name: str
    command: list[str]
    port: int
    child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def settings(self) -> dict[str, str]:
        """The environment that makes the house use it."""
        return {
            "S3_BUCKET": BUCKET,
            "S3_ENDPOINT_URL": self.url,
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY_ID": KEY,
            "S3_SECRET_ACCESS_KEY": SECRET,
        }

    @cached_property
    def _client(self) -> Any:
        plain = Config(signature_version="s3v4", request_checksum_calculation="when_required")
        return boto3.client(
            "s3", endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=KEY, aws_secret_access_key=SECRET,
            config=plain,
        )  # fmt: skip

    def client(self) -> Any:
        """A client of our own, to look into the bucket from outside. It outlives the server's process."""
        return self._client  # to make one costs a fifth of a second

    def start(self) -> None:
        """Start it, again if need be, and make the bucket if it is gone."""
        log = house.folder / f"{self.name}.log"
        with log.open("ab") as output:
            self.child = spawn(self.command, output=output, environment=_plain(), folder=house.folder)
        deadline = time.monotonic() + 30
        while not self._answers():
            if time.monotonic() > deadline or self.child.poll() is not None:
                raise RuntimeError(f"{self.name} did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        if BUCKET not in [bucket["Name"] for bucket in self.client().list_buckets()["Buckets"]]:
            self.client().create_bucket(Bucket=BUCKET)

    def kill9(self) -> None:
        """Kill it; rclone keeps its files, moto forgets all."""
        if self.child is not None:
            self.child.kill()
            self.child.wait(5)

    @property
    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def keys(self) -> list[str]:
        """What the bucket holds."""
        return sorted(item["Key"] for item in self.client().list_objects_v2(Bucket=BUCKET).get("Contents", []))

    def empty(self) -> None:
        """Delete everything in the bucket."""
        for key in self.keys():
            self.client().delete_object(Bucket=BUCKET, Key=key)

    def _answers(self) -> bool:
        try:
            urllib.request.urlopen(self.url, timeout=2).close()  # noqa: S310
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True


def _plain() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(house.folder)}


def moto() -> S3Server:
    """The API in full; accepts any signature."""
    port = reserve()
    return S3Server("moto", [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], port)


def rclone() -> S3Server:
    """Few calls, but links that are tampered with or too old are refused."""
    port, kept = reserve(), house.folder / "rclone"
    kept.mkdir(exist_ok=True)
    served = ["serve", "s3", "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}", str(kept)]
    return S3Server("rclone", [str(Path(sys.executable).with_name("rclone")), *served], port)
