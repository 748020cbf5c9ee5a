"""Scenes for pictures and for what moderation says of pictures and videos."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene("moderated", "The picture (or video) is made, rejected by moderation with 400, and billed.")
def moderated(play: Play) -> None:
    play.picture_outcome = play.video.outcome = "moderated"


@scene("blocked", "200 or `done`, but `respect_moderation` is false and the url empty; billed.")
def blocked(play: Play) -> None:
    play.picture_outcome = play.video.outcome = "blocked"


@scene("picture_format", "The picture comes as `jpeg`, `png` or `webp`.", format="png")
def picture_format(play: Play, format: str) -> None:
    play.picture_format = format


@scene("slow_picture", "The picture takes so many seconds.", seconds=20.0)
def slow_picture(play: Play, seconds: float) -> None:
    play.picture_seconds = seconds
