"""Write the columns into docs/tables.md from the schema; ``tests/test_docs.py`` holds them to it."""

from __future__ import annotations

from pathlib import Path

from onrecord.schema import SCHEMAS, data_dictionary

PAGE = Path(__file__).with_name("tables.md")
MARK = "<!-- From here on made by `make docs` from the schema. -->\n"


def columns() -> str:
    """Every table with its columns, as Markdown."""
    dictionary = data_dictionary()
    parts = []
    for table, schema in SCHEMAS.items():
        rows = dictionary[dictionary["table"] == table]
        parts.append(f"\n## {table}\n\n{schema.description}\n")
        parts.append("| column | type | may be missing | meaning |\n|---|---|---|---|")
        parts += [
            f"| `{row.column}` | {row.type} | {row.may_be_missing} | {str(row.description).replace('|', '&#124;')} |"
            for row in rows.itertuples()
        ]
    return "\n".join(parts) + "\n"


def page(current: str) -> str:
    """The page with its hand-written beginning and the columns as the schema has them."""
    return current.partition(MARK)[0] + MARK + columns()


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
