"""`assistant add-user`: make an account from the command line; the first one has to come from somewhere."""

from pathlib import Path

import click

from assistant.cli.opening import house_options, open_house
from assistant.outreach import accounts
from assistant.store import audit
from assistant.store.accounts import RoleName

REFUSALS = {
    "username_taken": "there is an account with this name already",
    "username_form": "a user name has 2 to 32 letters and digits, nothing else",
    "name_missing": "names and team names are 1 to 60 characters",
}


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in RoleName]), required=True)
@click.option("--team", default=None, metavar="TEAM", help="Default: the organisation's name. A new team is made.")
@click.option("--shown-name", default=None, metavar="TEXT", help="How colleagues see it. Default: NAME, capitalised.")
@house_options
def command(
    name: str, role: str, team: str | None, shown_name: str | None, config: Path | None, data: Path | None
) -> None:
    """Make an account and print its one-time password, which is asked for once and then replaced."""
    assistant = open_house(config, data)
    try:
        with assistant.store.writing() as session:
            welcome = accounts.make_account(
                session,
                username=name,
                shown_name=shown_name or name.capitalize(),
                role=RoleName(role),
                team=team or assistant.config.organisation.name,
                now=assistant.now(),
            )
            reason = f"{welcome.account.username}: {role}, from the command line"
            audit.record(session, audit.Event.ACCOUNT_CHANGED, now=assistant.now(), by_id=None, reason=reason)
    except accounts.AccountRefused as refused:
        raise click.UsageError(REFUSALS[refused.reason]) from None
    finally:
        assistant.close()
    click.echo(welcome.password)
