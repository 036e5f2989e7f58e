"""One picture a page, before and after a change: wide and narrow, light and dark, side by side, to be looked at.

Usage: python benchmarks/contact_sheets.py BEFORE AFTER OUT [--pages overview,read,…]

BEFORE and AFTER are folders that ``benchmarks/screenshots.py`` wrote, at two versions of the project. Writes
OUT/<page>.webp; a page that BEFORE does not have stands alone.
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
    parser = argparse.ArgumentParser(description="Put pictures of pages before and after side by side.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", help="pages to show, by comma (default: all that AFTER has)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    known = sorted({path.name.removesuffix("-1440-light.png") for path in options.after.glob("*-1440-light.png")})
    for name in options.pages.split(",") if options.pages else known:
        strips = [
            (label, strip(folder, name)) for label, folder in (("before", options.before), ("after", options.after))
        ]
        drawn = sheet([(f"{name}, {label}", pictures) for label, pictures in strips if pictures])
        drawn.save(options.out / f"{name}.webp", quality=72, method=6)
        print(options.out / f"{name}.webp", drawn.size)
    return 0


def strip(folder: Path, name: str) -> list[Image.Image]:
    """The pictures of a page, all of one height; none where the folder does not have them."""
    found = []
    for width, scheme in SHOTS:
        path = folder / f"{name}-{width}-{scheme}.png"
        if not path.is_file():
            return []
        picture = Image.open(path).convert("RGB")
        screen = 900 if width == 1440 else 860
        picture = picture.crop((0, 0, picture.width, min(picture.height, round(screen * TALLEST))))
        scale = HEIGHT / (screen * TALLEST)
        found.append(
            picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
        )
    return found


def sheet(strips: list[tuple[str, list[Image.Image]]]) -> Image.Image:
    """Strips below one another, each under its title."""
    widths = [sum(picture.width + GAP for picture in pictures) + GAP for _, pictures in strips]
    made = Image.new("RGB", (max(widths), len(strips) * (HEAD + HEIGHT + GAP)), GROUND)
    pen, font = ImageDraw.Draw(made), ImageFont.load_default(18)
    for row, (title, pictures) in enumerate(strips):
        top, left = row * (HEAD + HEIGHT + GAP), GAP
        pen.text((GAP, top + 5), title, fill=INK, font=font)
        for picture in pictures:
            made.paste(picture, (left, top + HEAD))
            left += picture.width + GAP
    return made


if __name__ == "__main__":
    sys.exit(main())
