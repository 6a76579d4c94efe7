"""MetricFlow inside the process: the SQL that `mf query` would run, and its answer."""

import json
from collections.abc import Iterable
from datetime import datetime

import duckdb
from dbt_metricflow.cli.dbt_connectors.dbt_config_accessor import (
    parse_manifest_from_dbt_generated_manifest,
)
from metricflow.engine.metricflow_engine import (
    MetricFlowEngine,
    MetricFlowQueryRequest,
)
from metricflow.protocols.sql_client import SqlEngine
from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from tests.support.project import Warehouse


class Renderer:
    """The part of a SQL client that MetricFlow needs to write SQL for DuckDB."""

    sql_engine_type = SqlEngine.DUCKDB
    sql_plan_renderer = DuckDbSqlPlanRenderer()


class MetricFlow:
    """The definitions of a built warehouse, asked through MetricFlow.

    Attributes:
        metrics: {name: definition} as in the semantic manifest.
        models: {name: semantic model} as in the semantic manifest.
        saved_queries: {name: saved query} as in the semantic manifest.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        """Read the definitions that the warehouse was built with."""
        self.warehouse = warehouse
        target = warehouse.folder / "target"
        text = (target / "semantic_manifest.json").read_text(encoding="utf-8")
        manifest = json.loads(text)
        self.metrics = {metric["name"]: metric for metric in manifest["metrics"]}
        self.models = {model["name"]: model for model in manifest["semantic_models"]}
        self.saved_queries = {
            query["name"]: query["query_params"] for query in manifest["saved_queries"]
        }
        self._engine = MetricFlowEngine(
            SemanticManifestLookup(
                parse_manifest_from_dbt_generated_manifest(manifest_json_string=text)
            ),
            Renderer(),
        )

    def query(
        self, metrics: Iterable[str], group_by: list[str], until: str
    ) -> tuple[list[str], list[tuple]]:
        """Return column names and rows of metrics up to a date, as `mf query` would.

        Args:
            metrics: names.
            group_by: names of MetricFlow, such as `metric_time__week`.
            until: last date, ISO.
        """
        return self._answer(
            MetricFlowQueryRequest.create(
                metric_names=list(metrics),
                group_by_names=group_by,
                time_constraint_end=datetime.fromisoformat(until),
            )
        )

    def saved_query(self, name: str, until: str) -> tuple[list[str], list[tuple]]:
        """Return column names and rows of a saved query up to a date."""
        return self._answer(
            MetricFlowQueryRequest.create(
                saved_query_name=name,
                time_constraint_end=datetime.fromisoformat(until),
            )
        )

    def _answer(self, request: MetricFlowQueryRequest) -> tuple[list[str], list[tuple]]:
        sql = self._engine.explain(request).sql_statement.sql
        path = str(self.warehouse.path)
        with duckdb.connect(path, read_only=True) as connection:
            cursor = connection.execute(sql)
            return [column[0] for column in cursor.description], cursor.fetchall()

    def slice_name(self, metric: str, slice_dimension: str) -> str | None:
        """Return what MetricFlow calls a slice of a metric; None for the company.

        Raises:
            AssertionError: the semantic models of the metric name it differently,
                so that one query cannot ask for both.
        """
        if slice_dimension == "all":
            return None
        names = {
            self.models[model]["config"]["meta"]["slices"][slice_dimension]
            for model in self.models_of(metric)
        }
        assert len(names) == 1, f"{metric} by {slice_dimension}: {sorted(names)}"
        return names.pop()

    def models_of(self, name: str) -> set[str]:
        """Return the semantic models whose slices a metric can be cut by."""
        metric = self.metrics[name]
        measures = metric["type_params"]["input_measures"]
        if metric["type"] == "conversion":
            conversion = metric["type_params"]["conversion_type_params"]
            measures = [conversion["base_measure"]]
        names = {measure["name"] for measure in measures}
        return {
            model["name"]
            for model in self.models.values()
            if names & {measure["name"] for measure in model["measures"]}
        }
