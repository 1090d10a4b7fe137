"""`assistant templates export DIR | import DIR`: the message library as files, so that a team can keep it in its own repository."""

from pathlib import Path

import click

from assistant.cli.opening import MISTAKEN, house_options, open_house, refuse
from assistant.outreach import library_files
from assistant.outreach.library_files import BrokenFiles

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))


@click.group()
def command() -> None:
    """Write the message library to files, or take it over from files."""


@command.command("export")
@FOLDER
@house_options
def export(folder: Path, config: Path | None, data: Path | None) -> None:
    """Write every template with its translations, versions and the team's own blanks to DIR."""
    assistant = open_house(config, data)
    try:
        with assistant.store.reading() as session:
            files = library_files.export(session)
        library_files.write_folder(files.items(), folder)
    except OSError as error:
        refuse(f"{folder}: {error.strerror}")
    finally:
        assistant.close()
    click.echo(f"{len(files)} files in {folder}")


@command.command("import")
@FOLDER
@click.option("--dry-run", is_flag=True, help="Say what would come in; store nothing.")
@house_options
def take_over(folder: Path, dry_run: bool, config: Path | None, data: Path | None) -> None:
    """Take over what stands in DIR. A mistake is named with its file and line, and then nothing of DIR comes in."""
    if not folder.is_dir():
        refuse(f"{folder}: there is no such folder")
    assistant = open_house(config, data)
    try:
        with assistant.store.writing() as session:
            taken = library_files.take_over(session, library_files.read_folder(session, folder), now=assistant.now())
            if dry_run:
                session.rollback()
    except BrokenFiles as broken:
        click.echo("\n".join(map(str, broken.errors[:50])), err=True)
        click.echo("Nothing was taken over.", err=True)
        raise SystemExit(MISTAKEN) from None
    finally:
        assistant.close()
    for remark in taken.remarks:
        click.echo(remark)
    click.echo("Nothing was stored: this was a dry run." if dry_run else "Stored.")
    click.echo(
        f"templates: {taken.templates}  versions: {taken.versions}  drafts: {taken.drafts}  blanks: {taken.blanks}"
    )
