"""Scenes for the download of a picture or a video."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene("file_truncated", "The file ends after two thirds, and the length given is that of the part.")
def file_truncated(play: Play) -> None:
    play.file.kind = "truncated"


@scene("file_cut", "The connection is lost in the middle of the promised length.")
def file_cut(play: Play) -> None:
    play.file.kind = "cut"


@scene("file_wrong_length", "The video is really so many seconds long, whatever was asked and said.", seconds=1.0)
def file_wrong_length(play: Play, seconds: float) -> None:
    play.file.actual_seconds = seconds


@scene("file_nonsense", "A page of text under the type of a picture or video.")
def file_nonsense(play: Play) -> None:
    play.file.kind = "nonsense"


@scene("file_endless", "The bytes never end, and no length is given.")
def file_endless(play: Play) -> None:
    play.file.kind = "endless"


@scene("file_slow", "The file comes at so many bytes a second.", rate=20000.0)
def file_slow(play: Play, rate: float) -> None:
    play.file.rate = rate


@scene("file_redirect", "302 to another place.", location="http://169.254.169.254/latest/meta-data/")
def file_redirect(play: Play, location: str) -> None:
    play.file.kind, play.file.location = "redirect", location


@scene("file_status", "The download is answered with a status and nothing else.", status=404)
def file_status(play: Play, status: int) -> None:
    play.file.kind, play.file.status = "status", status


@scene("file_lifetime", "The link lives so many seconds.", seconds=0.0)
def file_lifetime(play: Play, seconds: float) -> None:
    play.file.lifetime = seconds


@scene("file_dark", "The video is black and silent from its beginning to its end.")
def file_dark(play: Play) -> None:
    play.file.dark = True
