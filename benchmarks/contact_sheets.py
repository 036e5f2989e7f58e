"""One picture a page: wide and narrow, light and dark, side by side, to be looked at.

Usage: python benchmarks/contact_sheets.py SHOTS OUT [--pages overview,read,…]

SHOTS is a folder that ``benchmarks/screenshots.py`` wrote. Writes OUT/<page>.webp.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SHOTS = tuple((width, scheme) for width in (1440, 420) for scheme in ("light", "dark"))
HEIGHT, GAP, HEAD = 820, 14, 30
TALLEST = 1.9
"""A page is cut at so many times the height of a screen of its width: below it is more of the same."""
INK, GROUND = "#1C1E21", "#E4E1DA"


def main() -> int:
    """Make the sheets that the arguments ask for."""
    parser = argparse.ArgumentParser(description="Put the pictures of each page side by side.")
    parser.add_argument("shots", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", help="pages to show, by comma (default: all that SHOTS has)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    known = sorted({path.name.removesuffix("-1440-light.png") for path in options.shots.glob("*-1440-light.png")})
    for name in options.pages.split(",") if options.pages else known:
        drawn = sheet(name, strip(options.shots, name))
        drawn.save(options.out / f"{name}.webp", quality=72, method=6)
        print(options.out / f"{name}.webp", drawn.size)
    return 0


def strip(folder: Path, name: str) -> list[Image.Image]:
    """The pictures of a page, all of one height."""
    found = []
    for width, scheme in SHOTS:
        picture = Image.open(folder / f"{name}-{width}-{scheme}.png").convert("RGB")
        screen = 900 if width == 1440 else 860
        picture = picture.crop((0, 0, picture.width, min(picture.height, round(screen * TALLEST))))
        scale = HEIGHT / (screen * TALLEST)
        found.append(
            picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
        )
    return found


def sheet(title: str, pictures: list[Image.Image]) -> Image.Image:
    """Pictures beside one another, under their title."""
    made = Image.new("RGB", (sum(picture.width + GAP for picture in pictures) + GAP, HEAD + HEIGHT + GAP), GROUND)
    ImageDraw.Draw(made).text((GAP, 5), title, fill=INK, font=ImageFont.load_default(18))
    left = GAP
    for picture in pictures:
        made.paste(picture, (left, HEAD))
        left += picture.width + GAP
    return made


if __name__ == "__main__":
    sys.exit(main())
