"""What is drawn beside a thing: its names, sizes and words. For who asks for it; who draws it loads large libraries, in a child."""

SMALL, LARGE = 640, 1600  # the longer side, in pixels
SIZES = {"large": LARGE, "small": SMALL}
STRIP = "strip.webp"
STRIP_FRAMES = 12
STRIP_HEIGHT = 96
SHEET = "sheet.webp"
SHEET_FRAMES = 12
LABEL = "Made with AI · Salon"
