"""Run the cells of docs/example.ipynb and write what they show into it; ``tests/test_docs.py`` runs them too."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).with_name("example.ipynb")


def run(text: str) -> str:
    """The text of a notebook with the outputs of its cells, which share their names as in Jupyter."""
    notebook = json.loads(text)
    names: dict[str, Any] = {"__name__": "__main__"}
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            number += 1
            shown = run_cell("".join(cell["source"]), names)
            cell["execution_count"] = number
            cell["outputs"] = [] if shown is None else [show(shown, number)]
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def run_cell(source: str, names: dict[str, Any]) -> Any:
    """The value of a cell's last line where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names) if isinstance(last, ast.Expr) else None


def show(value: Any, number: int) -> dict[str, Any]:
    """The output of a cell, as HTML where the value has it."""
    plain = value.to_string() if hasattr(value, "to_string") else repr(value)
    data = {"text/plain": plain.splitlines(keepends=True)}
    if hasattr(value, "_repr_html_"):
        data["text/html"] = value._repr_html_().splitlines(keepends=True)
    return {"output_type": "execute_result", "execution_count": number, "metadata": {}, "data": data}


if __name__ == "__main__":
    NOTEBOOK.write_text(run(NOTEBOOK.read_text(encoding="utf-8")), encoding="utf-8")
