"""`onepool hash` names values as the warehouse does, and only those that it keeps."""

import hashlib

import pytest
from click.testing import CliRunner

from onepool.hashing import command

SALT = "test-salt"


def run(*arguments: str, salt: str | None = SALT, asked: str | None = None):
    return CliRunner().invoke(
        command, list(arguments), env={"ONEPOOL_SALT": salt}, input=asked
    )


def keyed(kind: str, value: str) -> str:
    return hashlib.sha256(f"{SALT}:{kind}:{value}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("kind", "raw", "standard"),
    [
        ("phone", "0086 138-1234-5678", "+8613812345678"),
        ("phone", "+852 9123 4567", "+85291234567"),
        ("email", " Somebody@Example.COM ", "somebody@example.com"),
        ("loyalty_no", " 8001 ", "8001"),
    ],
)
def test_a_value_is_brought_to_its_standard_form(kind: str, raw: str, standard: str):
    done = run(kind, raw)
    assert done.exit_code == 0
    assert done.stdout == keyed(kind, standard) + "\n"


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("phone", "138****5678"),
        ("phone", "13812345678-1234"),
        ("phone", "110"),
        ("email", "nobody"),
        ("unionid", "oU12****"),
        ("loyalty_no", "  "),
    ],
)
def test_what_identifies_nobody_has_no_hash(kind: str, raw: str):
    done = run(kind, raw)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert "have no hash" in done.stderr


def test_a_value_is_asked_for_and_the_salt_of_the_sample_is_named():
    done = run("phone", asked="13812345678\n", salt=None)
    assert done.exit_code == 0
    assert "ONEPOOL_SALT is not set" in done.stderr
    assert len(done.stdout.splitlines()[-1]) == 64
