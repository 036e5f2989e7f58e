"""One colour a speaker on every page, legible on light and on dark, and told apart by colour-blind readers.

The hues start from Okabe and Ito's palette (2008); each was moved in lightness until it has text contrast (WCAG AA,
4.5:1) on its background, which the original does not have. Colour is never the only carrier all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

LIGHT_HUES = (
    "#0068A5",
    "#B04A00",
    "#007A5A",
    "#9C3A78",
    "#7A5C00",
    "#4A4FC4",
    "#B3203F",
    "#3F6B1F",
    "#00707A",
    "#6B4A8C",
)
DARK_HUES = (
    "#5DB7F0",
    "#F59A52",
    "#3CC9A0",
    "#EE90C8",
    "#E5C34A",
    "#A9A8FF",
    "#FF8596",
    "#A3D16B",
    "#5CD3DC",
    "#CBA6EE",
)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme: background, panel, text, muted text, lines, accent, and the speakers' hues."""

    background: str
    panel: str
    text: str
    muted: str
    line: str
    accent: str
    low: str
    """The pale end of the scale that runs to ``accent``."""
    hues: tuple[str, ...]


LIGHT = Palette("#FFFFFF", "#F5F3EE", "#1C1E21", "#565B63", "#D9D5CB", "#0B5C8C", "#E4EEF4", LIGHT_HUES)
DARK = Palette("#15171B", "#20242A", "#ECE9E3", "#A9AEB7", "#3A4048", "#6FBCEB", "#1E303C", DARK_HUES)


def colour_at(rank: int, palette: Palette) -> str:
    """The colour of the speaker at a place in the order of all, from 0; after the last hue they begin again."""
    return palette.muted if rank < 0 else palette.hues[rank % len(palette.hues)]


def mix(low: str, high: str, share: float) -> str:
    """The colour ``share`` (0 to 1) of the way from ``low`` to ``high``."""
    pairs = zip(_rgb(low), _rgb(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def veil(colour: str) -> str:
    """``colour`` as a veil that lets lines behind a word shine through, but dimly."""
    return f"rgba({','.join(map(str, _rgb(colour)))},0.7)"


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def legible_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour``."""
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast(ink, colour))


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in _rgb(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
