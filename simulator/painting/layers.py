"""Things in a picture that can move: each pastes itself as it is at a moment."""

import math
from dataclasses import dataclass

from PIL import Image

from simulator.painting.palette import Colour


@dataclass
class Strip:
    """A band of land or water: a mask wider than the picture, drawn along by `speed` pixels a second."""

    fill: Image.Image
    mask: Image.Image
    top: int
    period: int
    speed: float
    bob: float = 0.0
    phase: float = 0.0

    def paste(self, onto: Image.Image, moment: float) -> None:
        """Draw the band."""
        left = round(self.speed * moment + self.phase * self.period) % self.period
        rise = round(self.bob * math.sin(moment * 0.9 + self.phase * 7))
        part = self.mask.crop((left, 0, left + onto.width, self.mask.height))
        onto.paste(self.fill, (0, self.top + rise), part)


@dataclass
class Light:
    """A glowing disc on a slow path; positions and reach in pixels."""

    colour: Colour
    mask: Image.Image
    x: float
    y: float
    reach_x: float
    reach_y: float
    pace: float
    phase: float

    def paste(self, onto: Image.Image, moment: float) -> None:
        """Draw the light."""
        turn = moment * self.pace + self.phase
        x = self.x + self.reach_x * math.sin(turn) - self.mask.width / 2
        y = self.y - self.reach_y * math.cos(turn * 0.8) - self.mask.height / 2
        onto.paste(self.colour, (round(x), round(y)), self.mask)


@dataclass
class Fall:
    """Snow, rain or drifting motes: a mask twice as tall and wide, moved down and aside; pixels a second."""

    colour: Colour
    mask: Image.Image
    down: float
    aside: float

    def paste(self, onto: Image.Image, moment: float) -> None:
        """Draw the fall."""
        left = round(self.aside * moment) % (self.mask.width - onto.width)
        top = (self.mask.height - onto.height) - round(self.down * moment) % (self.mask.height - onto.height)
        onto.paste(self.colour, (0, 0), self.mask.crop((left, top, left + onto.width, top + onto.height)))


Layer = Strip | Light | Fall
