"""The SQL that computes a metric by day, written out from its definition.

It is for reading and for trying by hand; `marts.kpi_daily` is compiled by the macros of
`macros/caliber`, and a test holds both to MetricFlow.
"""

import re
from typing import Any

REFERENCE = re.compile(
    r"\{\{\s*(?:Dimension|TimeDimension|Entity)\(\s*'([^']+)'[^}]*\}\}"
)


def metric_statement(name: str, metrics: dict[str, Any], models: dict[str, Any]) -> str:
    """Return readable SQL of a metric.

    Args:
        name: the metric.
        metrics: metrics of the manifest by name.
        models: semantic models of the manifest by name.
    """
    metric = metrics[name]
    params = metric["type_params"]
    if metric["type"] == "ratio":
        return (
            f"-- {params['numerator']['name']}\n"
            f"{metric_statement(params['numerator']['name'], metrics, models)}\n\n"
            f"-- divided by {params['denominator']['name']}\n"
            f"{metric_statement(params['denominator']['name'], metrics, models)}"
        )
    if metric["type"] == "derived":
        parts = [f"-- {params['expr']}"]
        for one in params["metrics"]:
            named = one.get("alias") or one["name"]
            parts.append(
                f"-- {named}{_shift(one)}\n"
                + metric_statement(one["name"], metrics, models)
            )
        return "\n\n".join(parts)
    statements = [
        _measure_statement(measure, metric, models)
        for measure in params["input_measures"]
    ]
    return "\n\n".join(statements)


def _shift(used: dict[str, Any]) -> str:
    window, to_grain = used.get("offset_window"), used.get("offset_to_grain")
    if window:
        return f", {window['count']} {window['granularity']} before"
    return f", from the start of the {to_grain}" if to_grain else ""


def _measure_statement(
    used: dict[str, Any], metric: dict[str, Any], models: dict[str, Any]
) -> str:
    for model in models.values():
        for measure in model["measures"]:
            if measure["name"] == used["name"]:
                return _select(measure, model, metric, used)
    return f"-- {used['name']} is no measure"


def _select(
    measure: dict[str, Any],
    model: dict[str, Any],
    metric: dict[str, Any],
    used: dict[str, Any],
) -> str:
    relation = model["node_relation"]
    day = measure["agg_time_dimension"] or model["defaults"]["agg_time_dimension"]
    dimensions = {
        one["name"]: one["expr"] or one["name"] for one in model["dimensions"]
    }
    expression = measure["expr"] or measure["name"]
    call = (
        f"count(distinct {expression})"
        if measure["agg"] == "count_distinct"
        else f"{measure['agg']}({expression})"
    )
    conditions = [*_conditions(metric), *_conditions(used)]
    where = f"\nwhere {' and '.join(conditions)}" if conditions else ""
    note = _window(metric["type_params"])
    return (
        f"{note}select\n    {dimensions.get(day, day)} as on_date,\n"
        f"    {call} as {measure['name']}\n"
        f"from {relation['schema_name']}.{relation['alias']}{where}\n"
        f"group by {dimensions.get(day, day)}"
    )


def _conditions(holder: dict[str, Any]) -> list[str]:
    filters = (holder.get("filter") or {}).get("where_filters") or []
    return [
        REFERENCE.sub(
            lambda found: found.group(1).split("__")[-1], one["where_sql_template"]
        ).strip()
        for one in filters
    ]


def _window(params: dict[str, Any]) -> str:
    conversion = params.get("conversion_type_params")
    if conversion:
        window = conversion.get("window")
        within = f" within {window['count']} {window['granularity']}" if window else ""
        return f"-- joined by {conversion['entity']}{within}\n"
    cumulative = params.get("cumulative_type_params") or {}
    window = cumulative.get("window") or params.get("window")
    to_date = cumulative.get("grain_to_date") or params.get("grain_to_date")
    if window:
        return f"-- over the last {window['count']} {window['granularity']}s\n"
    return f"-- since the start of the {to_date}\n" if to_date else ""
