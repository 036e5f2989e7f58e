"""Draw docs/layers.svg from the layers in pyproject.toml, which import-linter holds the code to.

Each box is a package or module, with the first sentence of its docstring. ``tests/test_docs.py`` holds the picture to
both.
"""

from __future__ import annotations

import ast
import html
import re
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = Path(__file__).with_name("layers.svg")
CONTRACT = "One direction of flow"
WIDTH, MARGIN, GAP, LINE = 900, 50, 8, 16
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1b2733; }
  .name { font-weight: 600; }
  .box { fill: #eaf2f8; stroke: #5b7f9c; }
  .arrow { stroke: #1b2733; stroke-width: 2; fill: none; }
"""


def read_layers() -> list[list[str]]:
    """The layers from the top: of each, the names of its packages, without ``onrecord.``."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == CONTRACT)
    return [[name.strip().removeprefix("onrecord.") for name in re.split(r"[|:]", layer)] for layer in layers]


def read_sentence(name: str) -> str:
    """The first sentence of the docstring of ``onrecord.NAME``."""
    path = ROOT / "src" / "onrecord" / name
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return re.split(r"(?<=\w[.])\s", " ".join(text.split()).replace("``", ""))[0].rstrip(".")


def draw(layers: list[list[str]]) -> str:
    """The picture as SVG: a row a layer; each may import what is below it."""
    parts, top = [], MARGIN
    for layer in layers:
        width = (WIDTH - 2 * MARGIN - GAP * (len(layer) - 1)) / len(layer)
        wrapped = [textwrap.wrap(read_sentence(name), int((width - 20) / 7.2)) for name in layer]
        height = LINE * (1 + max(map(len, wrapped))) + 14
        for number, (name, lines) in enumerate(zip(layer, wrapped, strict=True)):
            left = MARGIN + number * (width + GAP)
            parts.append(f'<rect class="box" x="{left:.0f}" y="{top}" width="{width:.0f}" height="{height}" rx="5"/>')
            for line, text in enumerate([name, *lines]):
                css = ' class="name"' if line == 0 else ""
                place = f'x="{left + 10:.0f}" y="{top + 20 + LINE * line}"'
                parts.append(f"<text{css} {place}>{html.escape(text)}</text>")
        top += height + GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 30}" role="img">',
            "<title>The layers of the package onrecord: each may import what is below it</title>",
            f"<style>{_STYLE}</style>",
            f'<rect width="{WIDTH}" height="{top + 30}" fill="#fff"/>',
            f'<text x="{MARGIN}" y="30">Each package may import what is below it, and nothing above.</text>',
            *parts,
            f'<path class="arrow" d="M25 {MARGIN} V{top - GAP} m-6 -9 l6 9 l6 -9"/>',
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(read_layers()), encoding="utf-8")
