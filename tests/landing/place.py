"""A small project of three sources, and helpers to deliver and look."""

from pathlib import Path

import duckdb

from onepool.contracts import Contracts, load_contracts
from onepool.landing import land
from onepool.landing.report import LandingReport

SHOP = """
version: 2
sources:
  - name: shop
    schema: landing
    config: {meta: {channel_code: shop, encodings: [utf-8, gb18030]}}
    tables:
      - name: orders
        config: {meta: {key: [order_no], max_days_late: 3}}
        columns:
          - name: order_no
            config: {meta: {header: 订单编号, aliases: [订单号], required: true}}
          - name: phone
            config: {meta: {header: 手机号, kind: phone, required: true}}
          - name: amount
            config: {meta: {header: 金额, kind: amount}}
"""
APP = """
version: 2
sources:
  - name: app
    schema: landing
    config: {meta: {channel_code: app, encodings: [utf-8]}}
    tables:
      - name: events
        config: {meta: {key: [event_id]}}
        columns:
          - name: event_id
            config: {meta: {required: true}}
          - name: value
            config: {meta: {kind: decimal}}
          - name: properties
            config: {meta: {kind: json}}
"""
STANDARD = """
version: 2
sources:
  - name: standard
    schema: landing
    config: {meta: {channel_code: null, encodings: [utf-8]}}
    tables:
      - name: orders
        config: {meta: {key: [order_id]}}
        columns:
          - name: order_id
            config: {meta: {required: true}}
          - name: paid_amount
            config: {meta: {kind: amount}}
"""


class Place:
    """A project folder, its extracts and its landing zone."""

    def __init__(self, root: Path) -> None:
        """Make the project in an empty folder."""
        self.root = root
        self.extracts = root / "extracts"
        self.zone = root / "warehouse" / "onepool.landing"
        self.extracts.mkdir(parents=True)
        self.write_contract("shop", SHOP)
        self.write_contract("app", APP)
        self.write_contract("standard", STANDARD)

    def write_contract(self, source: str, text: str) -> None:
        """Write the contract of one source."""
        path = self.root / "models" / "staging" / source / f"_{source}__sources.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @property
    def contracts(self) -> Contracts:
        """Return the contracts as they are now."""
        return load_contracts(self.root)

    def deliver(
        self,
        content: bytes | str,
        name: str = "a.csv",
        entity: str = "shop/orders",
        day: str = "2024-01-01",
    ) -> Path:
        """Put a file into the extracts and return its path."""
        path = self.extracts / entity / f"extract_date={day}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(data)
        return path

    def land(self, **options: object) -> LandingReport:
        """Land the extracts."""
        return land(
            str(options.pop("extracts", self.extracts)),
            self.zone,
            self.contracts,
            **options,  # type: ignore[arg-type]
        )

    def query(self, sql: str, *folders: str) -> list[tuple]:
        """Run SQL over landing folders, each a view named as its last part."""
        with duckdb.connect() as connection:
            for folder in folders:
                name = folder.rsplit("/", 1)[-1]
                connection.execute(
                    f"create view {name} as from read_parquet("
                    f"'{self.zone / folder}/**/*.parquet', union_by_name = true, "
                    "hive_partitioning = false)"
                )
            return connection.execute(sql).fetchall()

    def rows(self, entity: str = "shop/orders", columns: str = "*") -> list[tuple]:
        """Return the landed rows of an entity."""
        name = entity.rsplit("/", 1)[-1]
        return self.query(
            f"select {columns} from {name} order by _extract_date, _file_id, "
            "_row_number",
            f"rows/{entity}",
        )

    def rejects(self, columns: str = "row_number, reason, raw") -> list[tuple]:
        """Return the rejects in the order of their files."""
        return self.query(
            f"select {columns} from rejects order by file, row_number", "rejects"
        )

    def ledger(self, columns: str) -> list[tuple]:
        """Return columns of the ledger in the order it was written."""
        return self.query(
            f"select {columns} from files order by load_id, file", "files"
        )

    def dump(self) -> dict[str, list[tuple]]:
        """Return everything in the zone that readers see, whatever its file names."""
        return {
            "rows": self.rows(),
            "events": self.rows("app/events"),
            "standard": self.rows("standard/orders"),
            "rejects": self.rejects("*"),
            "files": self.ledger("*"),
            "build": self.query(
                "select as_of, extracts_root "
                f"from read_parquet('{self.zone}/build.parquet')"
            ),
        }
