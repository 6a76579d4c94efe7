"""What portraits group by must be labels with groups."""

from pathlib import Path

import pytest

from tests.parity.compiling import compiled


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["rfm_segment", "horoscope"], "horoscope is no label of marts"),
        (["age"], "age is a number or a date"),
        (["is_fan", "is_fan"], "is_fan is there twice"),
    ],
)
def test_other_labels_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], labels: list[str], message: str
) -> None:
    with pytest.raises(AssertionError):
        compiled("duckdb", f"{{% do check_portrait_labels({labels}) %}}", tmp_path)
    assert f"portrait_labels: {message}" in capsys.readouterr().out


def test_labels_with_groups_are_taken(tmp_path: Path) -> None:
    labels = ["rfm_class", "is_fan", "category_preference", "uplift_class"]
    text = f"{{% do check_portrait_labels({labels}) %}}select 1"
    assert compiled("duckdb", text, tmp_path) == "select 1"
