"""Contracts: what the YAML says is what landing knows, and contradictions are named."""

from pathlib import Path

import pytest

from onepool.contracts import ContractError, load_contracts, read_sources_file
from onepool.settings import SettingsError, load_settings, project_root
from tests.landing.place import SHOP


def read(tmp_path: Path, text: str) -> list:
    path = tmp_path / "_shop__sources.yml"
    path.write_text(text, encoding="utf-8")
    return read_sources_file(path)


def test_a_contract_in_full(tmp_path: Path):
    (contract,) = read(tmp_path, SHOP)
    assert (contract.source, contract.entity) == ("shop", "orders")
    assert contract.channel_code == "shop"
    assert contract.encodings == ("utf-8", "gb18030")
    assert contract.column_names == ("order_no", "phone", "amount")
    assert contract.must_have == ("order_no", "phone")
    assert contract.columns[0].headers == ("订单编号", "订单号")
    assert contract.max_days_late == 3


def test_the_hash_follows_what_landing_depends_on(tmp_path: Path):
    (before,) = read(tmp_path, SHOP)
    (same,) = read(tmp_path, SHOP.replace("kind: amount", "kind: amount, min: 0"))
    assert same.contract_hash == before.contract_hash
    for old, new in [
        ("header: 金额", "header: 价格"),
        ("[订单号]", "[订单号, 单号]"),
        ("gb18030", "utf-8"),
        ("name: amount", "name: paid"),
        ("kind: phone, required: true", "kind: phone"),
    ]:
        (other,) = read(tmp_path, SHOP.replace(old, new))
        assert other.contract_hash != before.contract_hash


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kind: phone", "kind: fone", "column phone has the unknown kind fone"),
        ("name: phone", "name: order_no", "column order_no is there twice"),
        ("[订单号]", "[手机号]", "header 手机号 means order_no and phone"),
        ("key: [order_no]", "key: [id]", "key column id is no column"),
        ("gb18030", "latin-1", "unknown encoding latin-1"),
        ("sources:", "sources: [", "is no valid YAML"),
    ],
)
def test_contradictions_are_named(tmp_path: Path, old: str, new: str, words: str):
    with pytest.raises(ContractError, match=words.replace("[", r"\[")):
        read(tmp_path, SHOP.replace(old, new))


def test_the_books_of_the_zone_are_no_delivery(tmp_path: Path):
    assert read(tmp_path, SHOP.replace("name: shop", "name: landing")) == []


def test_the_contracts_of_the_project():
    contracts = load_contracts(Path(__file__).parents[2])
    assert {"tmall", "jd", "pos", "mini_program", "wecom", "crm", "standard"} <= set(
        contracts.sources
    )
    either = contracts.get("standard", "assignments")
    assert either is not None
    assert either.key_any == (("campaign_id", "strategy_id"),)
    assert "campaign_id" not in either.must_have


def test_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "dbt_project.yml").write_text("name: x\n")
    (tmp_path / "models").mkdir()
    assert project_root(tmp_path / "models") == tmp_path
    settings = load_settings(project=tmp_path, environment={})
    assert settings.is_sample
    assert settings.landing_root == tmp_path / "warehouse" / "onepool.landing"
    assert settings.published == tmp_path / "published"
    settings = load_settings(
        project=tmp_path,
        environment={
            "ONEPOOL_EXTRACTS": "s3://bucket/x/",
            "ONEPOOL_WAREHOUSE": "/data/pool.duckdb",
            "ONEPOOL_SALT": "s",
        },
    )
    assert settings.extracts_root == "s3://bucket/x"
    assert not settings.is_sample
    assert settings.landing_root == Path("/data/pool.landing")
    assert settings.salt == "s"
    monkeypatch.setattr("onepool.settings.PROJECT_FILE", "nowhere.yml")
    with pytest.raises(SettingsError, match="run this inside the project"):
        project_root(tmp_path)
