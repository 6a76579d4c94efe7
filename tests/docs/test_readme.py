"""The README's queries give the README's tables on the sample."""

import re

import pytest

from tests.support.project import ROOT, Warehouse

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", README, flags=re.DOTALL)


def table(header: list[str], rows: list[tuple]) -> str:
    """Return rows as a Markdown table."""
    lines = [header, *([str(value) for value in row] for row in rows)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([text[0], "|" + "---|" * len(header), *text[1:]]) + "\n"


def test_the_readme_has_examples() -> None:
    assert len(EXAMPLES) == README.count("```sql")


@pytest.mark.parametrize(
    ("query", "shown"), EXAMPLES, ids=[str(n) for n in range(len(EXAMPLES))]
)
def test_example_gives_the_table_below_it(
    sample: Warehouse, query: str, shown: str
) -> None:
    header = [cell.strip() for cell in shown.splitlines()[0].strip("|").split("|")]
    assert table(header, sample.rows(query)) == shown
