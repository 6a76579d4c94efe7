"""`onepool hash`: the keyed hash of a value, by which overrides name it."""

import click

from onepool.hashing.values import TYPES, keyed_hash, standard_value
from onepool.settings import SAMPLE_SALT, SettingsError, load_settings


@click.command("hash")
@click.argument("identifier_type", metavar="TYPE", type=click.Choice(TYPES))
@click.argument("value", required=False)
def command(identifier_type: str, value: str | None) -> None:
    """Print the keyed hash of a value, as identifier_hash in the warehouse.

    TYPE is phone, email, loyalty_no, unionid, openid or device_id. Without VALUE it is
    asked for, so that it stays out of the history of the shell.
    """
    try:
        salt = load_settings().salt
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    raw = value if value is not None else click.prompt(identifier_type, err=True)
    standard = standard_value(identifier_type, raw)
    if standard is None:
        raise click.ClickException(
            f"not a {identifier_type} that identifies anybody: such values are empty "
            "in the warehouse and have no hash"
        )
    if salt == SAMPLE_SALT:
        click.echo("ONEPOOL_SALT is not set: hashed with the sample's salt", err=True)
    click.echo(keyed_hash(salt, identifier_type, standard))
