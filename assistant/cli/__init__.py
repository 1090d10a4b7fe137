"""Door 3: the command line. Commands are loaded when they are called, so that `assistant --help` starts at once."""

import importlib

import click

# command → (module, one line for --help). The module holds a click command named `command`.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("assistant.cli.demo", "Serve a team with invented people, to try everything on."),
    "serve": ("assistant.cli.serve", "Serve the pages, with the clock beside them."),
    "add-user": ("assistant.cli.add_user", "Make an account and print its one-time password."),
    "upgrade-db": ("assistant.cli.upgrade_db", "Bring the database and the shipped templates up to date."),
    "import": ("assistant.cli.import_file", "Take over a list: CSV, XLSX, JSON Lines, vCard or a folder of ads."),
    "imports": ("assistant.cli.imports", "See the lists taken over; go on with one, or take one back."),
    "export": ("assistant.cli.export_all", "Write everybody out as JSON Lines, so that a team can leave as it came."),
    "templates": ("assistant.cli.templates", "Write the message library to files, or take it over from files."),
    "check": ("assistant.cli.check", "Look whether the store is whole; ends with 0 only when all is well."),
    "backup": ("assistant.cli.backup", "Copy the database while it is in use. The keys are not in it."),
    "restore": ("assistant.cli.restore", "Put a copy of the database back."),
    "run-jobs": ("assistant.cli.run_jobs", "Do what is due now, once, by hand."),
    "find": ("assistant.cli.find", "Find somebody again from half-remembered facts."),
    "read-ad": ("assistant.cli.read_ad", "Read contact points, name, town and language from ads."),
    "compare-ads": ("assistant.cli.compare_ads", "Say what changed between two versions of an ad."),
    "read-reply": ("assistant.cli.read_reply", "Read what a reply asks: stop, topics, danger."),
    "lint": ("assistant.cli.lint", "Check messages for respect, length and the lock screen."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when that command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="outreach-assistant", prog_name="assistant")
def main() -> None:
    """Outreach assistant: write to people one at a time, and never lose an answer."""
