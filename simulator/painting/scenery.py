"""Composing a scene: a backdrop and moving layers, from the prompt's words and hash."""

import random
import re
from dataclasses import dataclass

from PIL import Image, ImageDraw

from simulator.painting import shapes
from simulator.painting.brushes import glow, gradient
from simulator.painting.layers import Fall, Layer, Light, Strip
from simulator.painting.palette import Palette, choose, mixed

SUBJECTS = {
    "city": r"city|street|tokyo|skyline|neon|building|tower|downtown|metropolis|car\b",
    "sea": r"sea|ocean|wave|water|river|lake|harbou?r|whale|fish|boat|ship|surf|island|beach",
    "trees": r"forest|tree|wood|jungle|pine|fox|deer|bear|wolf|cabin|moss",
    "lights": r"abstract|dream|music|light|colou?r|paint|bubble|jelly|neuron|galaxy|nebula|logo",
    "peaks": r"mountain|peak|alp|snow|glacier|volcano|cliff|canyon|dragon|eagle",
}
OUTLINES = {"city": shapes.houses, "sea": shapes.water, "trees": shapes.trees, "peaks": shapes.mountains}
FALLS = {
    "snow": r"snow|winter|frost|blizzard",
    "rain": r"\brain|storm|drizzle",
    "motes": r"dust|firefl|spark|ember|petal|blossom|magic",
}


# A sky whose top is darker than this (red, green and blue together) has stars.
STARLIT = 120


@dataclass
class Scenery:
    """A composed scene of a size. `frame` draws it as it is at a moment, in seconds."""

    backdrop: Image.Image
    layers: list[Layer]

    def frame(self, moment: float) -> Image.Image:
        """The picture at a moment."""
        image = self.backdrop.copy()
        for layer in self.layers:
            layer.paste(image, moment)
        return image


def compose(prompt: str, seed: int, width: int, height: int, photograph: Image.Image | None = None) -> Scenery:
    """The scene of a prompt; a photograph handed in becomes its backdrop."""
    dice = random.Random(seed)
    palette = choose(prompt, dice)
    subject = found(prompt, SUBJECTS) or dice.choice(("hills", "hills", "sea", "peaks", "lights", "trees"))
    if photograph is not None:
        return over_photograph(photograph, palette, dice, width, height)
    backdrop = gradient(palette.sky, width, height)
    layers: list[Layer] = []
    if subject == "lights":
        layers += lights(palette, dice, width, height)
    else:
        if sum(palette.sky[0]) < STARLIT:
            stars(backdrop, dice)
        layers += [sun(palette, dice, width, height), *land(subject, palette, dice, width, height)]
    fall = found(prompt, FALLS)
    return Scenery(backdrop, [*layers, falling(fall, dice, width, height)] if fall else layers)


def found(prompt: str, table: dict[str, str]) -> str:
    """The first row of a table whose words are in the prompt, or nothing."""
    return next((name for name, words in table.items() if re.search(words, prompt, re.IGNORECASE)), "")


def sun(palette: Palette, dice: random.Random, width: int, height: int) -> Light:
    """The sun or the moon, with its glow."""
    short = min(width, height)
    mask = glow(round(short * dice.uniform(0.8, 1.15)), 0.55, core=dice.uniform(0.14, 0.2))
    x, y = width * dice.uniform(0.25, 0.75), height * dice.uniform(0.24, 0.4)
    return Light(palette.light, mask, x, y, width * 0.03, height * 0.03, 0.22, dice.uniform(0, 6))


def land(subject: str, palette: Palette, dice: random.Random, width: int, height: int) -> list[Layer]:
    """Four bands, the far ones paler and slower."""
    outline = OUTLINES.get(subject, shapes.hills)
    horizon = {"sea": 0.56, "city": 0.42}.get(subject, 0.5)
    period = width + width % 4
    bands: list[Layer] = []
    for depth, base in enumerate(palette.land):
        top = round(height * (horizon + depth * (0.11 if subject != "city" else 0.1)) - height * 0.06)
        tall = height - top + round(height * 0.05)
        haze = 0.08 if subject == "sea" else 0.22
        fill = gradient((mixed(base, palette.sky[-1], haze), base, mixed(base, (0, 0, 0), 0.18)), width, tall)
        shape = shapes.hills if subject == "trees" and depth < 2 else outline
        speed = width * (0.008 + 0.018 * depth) * (-1 if subject == "sea" and depth % 2 else 1)
        bob = height * 0.008 if subject == "sea" else 0.0
        bands.append(Strip(fill, shape(dice, period, tall), top, period, speed, bob, dice.random()))
    return bands


def lights(palette: Palette, dice: random.Random, width: int, height: int) -> list[Layer]:
    """Soft lights that drift over each other."""
    short = min(width, height)
    colours = [*palette.land, palette.light, *palette.sky[1:]]
    return [
        Light(
            colours[n % len(colours)], glow(round(short * dice.uniform(0.35, 0.95)), 0.85, core=dice.uniform(0, 0.35)),
            width * dice.uniform(0.1, 0.9), height * dice.uniform(0.1, 0.9), width * dice.uniform(0.05, 0.2),
            height * dice.uniform(0.05, 0.2), dice.uniform(0.25, 0.6), dice.uniform(0, 6),
        )
        for n in range(9)
    ]  # fmt: skip


def stars(backdrop: Image.Image, dice: random.Random) -> None:
    """A night sky's points, more of them above."""
    draw = ImageDraw.Draw(backdrop)
    for _ in range(180):
        x, y = dice.uniform(0, backdrop.width), backdrop.height * dice.random() ** 1.6 * 0.7
        size = dice.choice((0.4, 0.6, 0.9)) * min(backdrop.size) / 480
        level = dice.randint(130, 250)
        draw.ellipse([x - size, y - size, x + size, y + size], fill=(level, level, min(255, level + 10)))


def falling(kind: str, dice: random.Random, width: int, height: int) -> Fall:
    """Snow, rain or motes."""
    mask = Image.new("L", (width * 2, height * 2))
    draw = ImageDraw.Draw(mask)
    unit = min(width, height) / 480
    for _ in range(150):
        x, y, size = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0.8, 2.6) * unit
        box = [x - size, y - size, x + size, y + size]
        for across in (0, width):
            for down in (0, height):
                if kind == "rain":
                    start = (x + across, y + down)
                    draw.line([start, (start[0] - 3 * unit, start[1] + 22 * unit)], fill=90, width=max(1, round(unit)))
                else:
                    draw.ellipse([box[0] + across, box[1] + down, box[2] + across, box[3] + down], fill=200)
    speed = {"snow": 0.12, "rain": 1.4, "motes": 0.03}[kind]
    return Fall((255, 250, 240), mask, height * speed, width * (0.02 if kind != "rain" else -0.1))


def over_photograph(photograph: Image.Image, palette: Palette, dice: random.Random, width: int, height: int) -> Scenery:
    """The photograph, filling the picture, with a little light moving over it."""
    scale = max(width / photograph.width, height / photograph.height)
    fitted = photograph.convert("RGB").resize(
        (max(width, round(photograph.width * scale)), max(height, round(photograph.height * scale))),
        Image.Resampling.BILINEAR,
    )
    left, top = (fitted.width - width) // 2, (fitted.height - height) // 2
    backdrop = fitted.crop((left, top, left + width, top + height))
    tint = gradient(palette.sky, width, height)
    soft = glow(round(min(width, height) * 0.9), 0.4)
    drifting = Light(palette.light, soft, width / 2, height / 3, width * 0.3, height * 0.1, 0.5, dice.uniform(0, 6))
    return Scenery(Image.blend(backdrop, tint, 0.18), [drifting])
