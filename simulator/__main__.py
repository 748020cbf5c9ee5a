"""`python -m simulator --port N`: runs the stand-in until it is told to stop."""

import argparse
import asyncio
import contextlib
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from aiohttp import web

from simulator.server import build
from simulator.settings import Settings


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A stand-in for the xAI API.")
    parser.add_argument("--port", type=int, required=True, help="0 chooses a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--data", type=Path, help="folder for the log, the jobs and the media; default: a temporary one"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed and prompt give the same answer")
    parser.add_argument("--key", action="append", default=[], help="an accepted API key; default: any but xai-wrong…")
    parser.add_argument("--first-token", type=float, default=0.5, help="seconds before the first token")
    parser.add_argument("--rate", type=float, default=60.0, help="tokens per second, 0 for unpaced")
    parser.add_argument("--picture-seconds", type=float, default=1.5, help="seconds a picture takes")
    parser.add_argument("--video-seconds", type=float, default=6.0, help="seconds a video takes")
    parser.add_argument("--media-host", default="", help="host name in media links; default: the other local name")
    parser.add_argument("--media-lifetime", type=float, default=3600.0, help="seconds a media link lives")
    parser.add_argument("--scene", default="", help="the scene every request plays")
    return parser.parse_args(given)


@contextlib.contextmanager
def folder(given: Path | None) -> Iterator[Path]:
    """The data folder: the one given, or a temporary one."""
    if given is not None:
        yield given.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="simulator-") as temporary:
        yield Path(temporary)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; prints one line with the address when ready."""
    # Handlers are cancelled when their client goes, so that a stopped stream is noticed while no token is due.
    runner = web.AppRunner(build(settings), handler_cancellation=True, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
    port = runner.addresses[0][1]
    print(f"The stand-in is ready at http://{settings.host}:{port}/v1", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await runner.cleanup()


def main(given: Sequence[str]) -> None:
    """Read the command line and serve."""
    named = arguments(given)
    with folder(named.data) as data:
        settings = Settings(
            data=data, host=named.host, port=named.port, seed=named.seed, keys=frozenset(named.key),
            first_token=named.first_token, rate=named.rate, picture_seconds=named.picture_seconds,
            video_seconds=named.video_seconds, media_host=named.media_host, media_lifetime=named.media_lifetime,
            scene=named.scene,
        )  # fmt: skip
        run(settings)


def run(settings: Settings) -> None:
    """Serve on uvloop where there is one."""
    try:
        import uvloop
    except ImportError:
        asyncio.run(serve(settings))
    else:
        uvloop.run(serve(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
