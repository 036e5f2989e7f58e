"""Colours: legible on their background, told apart by colour-blind readers, one a speaker."""

from __future__ import annotations

from itertools import combinations

import pytest

from onrecord.dashboard.charts.palette import DARK, LIGHT, Palette, colour_at, contrast, legible_on, mix

# Viénot, Brettel and Mollon (1999): how protanopes and deuteranopes see linear RGB.
_VISION = {
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, -0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, -0.0), (-0.02234, 0.02234, 1.0)),
}


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    rows = [sum(weight * part for weight, part in zip(row, linear, strict=True)) for row in _VISION[vision]]
    return tuple(max(row, 0.0) ** (1 / 2.2) * 255 for row in rows)  # type: ignore[return-value]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_colour_of_text_has_contrast(palette: Palette) -> None:
    for colour in (palette.text, palette.muted, palette.accent, *palette.hues):
        assert contrast(colour, palette.background) >= 4.5
    for colour in (palette.text, palette.muted):
        assert contrast(colour, palette.panel) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("vision", _VISION)
def test_the_first_speakers_are_told_apart_by_colour_blind_readers(palette: Palette, vision: str) -> None:
    for one, other in combinations(palette.hues[:4], 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen(one, vision), seen(other, vision), strict=True)) ** 0.5
        assert distance > 25


def test_a_speaker_has_one_colour_and_the_last_hue_is_followed_by_the_first() -> None:
    found = [colour_at(rank, LIGHT) for rank in range(len(LIGHT.hues) + 1)]
    assert len(set(found)) == len(LIGHT.hues)
    assert found[0] == found[-1]
    assert colour_at(-1, LIGHT) == LIGHT.muted


def test_numbers_on_a_scale_can_be_read() -> None:
    for share in (0, 0.25, 0.5, 0.75, 1):
        fill = mix(LIGHT.low, LIGHT.accent, share)
        assert contrast(legible_on(fill), fill) >= 4.5
