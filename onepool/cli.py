"""The `onepool` command line: a thin group that imports a command when it is used."""

import importlib

import click

COMMANDS = {
    "land": "onepool.landing",
    "generate": "onepool.generate",
    "gate": "onepool.gates",
    "publish": "onepool.publish",
    "audiences": "onepool.audiences",
    "explain": "onepool.members.explain",
    "restore-ids": "onepool.members.restore",
    "propose-matches": "onepool.matching.propose",
    "accept-matches": "onepool.matching.accept",
    "bench": "onepool.bench",
    "bench-baselines": "onepool.baselines",
    "bench-experiments": "onepool.experiments",
    "bench-accuracy": "onepool.bench.accuracy",
    "bench-components": "onepool.bench.components",
    "bench-febrl": "onepool.bench.febrl",
    "bench-increments": "onepool.bench.increments",
    "bench-orders": "onepool.bench.orders",
    "hash": "onepool.hashing",
    "parity": "onepool.parity",
    "whitepaper": "onepool.whitepaper",
    "fit-clv": "onepool.value",
    "fit-clusters": "onepool.groups",
}


class LazyGroup(click.Group):
    """A click group whose commands live in modules imported on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the module behind a name and return its `command` object."""
        if name not in COMMANDS:
            return None
        return importlib.import_module(COMMANDS[name]).command


@click.group(cls=LazyGroup)
def main() -> None:
    """Turn raw channel extracts into one pool of members and published marts."""
