"""The command skolemiljo: what can be asked of a school from the machine that it runs on.

Exit 0 is yes, 1 is no, 2 is wrong use. With --json one document goes to standard output and
nothing else; sentences go to standard error then.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from core.access import Role
from core.errors import PortalError
from core.school import host as host_name
from core.store.folders import DEMONSTRATION, HOME, data_folder
from core.words import said

# What a command works with is imported inside it: one that asks a running portal needs little.

SCHOOLS = ["hvam", "jonsberg", "blank"]
ROLE = click.Choice([str(role) for role in Role])
as_json = click.option("--json", "as_json", is_flag=True, help=said("command.help.json"))


class Norwegian(click.Group):
    """Wrong use answered in one line, like everything else here."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run, and exit 2 with one line if the command was used wrongly."""
        try:
            return super().main(*args, **{**more, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(2)
        except click.UsageError as error:
            where = error.ctx.command_path if error.ctx else "skolemiljo"
            why = " ".join(error.format_message().split())  # choices come one a line
            click.echo(said("command.wrong_use", why=why, where=where), err=True)
            sys.exit(2)
        except click.exceptions.Abort:
            sys.exit(1)
        except PortalError as error:
            from core.operations import commands

            _tell(commands.refused(error), as_json=False)


@click.group(cls=Norwegian, help=said("command.help.main"))
def main() -> None:
    """One school's action plan, carried out."""


def _folder() -> Path:
    if "SKOLEMILJO_DATA" not in os.environ:
        raise click.UsageError(said("command.no_folder_named"))
    return data_folder()


def _ask(command: str, /, **facts: Any) -> dict[str, Any]:
    """The portal's answer if one runs on this folder, else our own."""
    from core.operations import commands, desk
    from core.store import current

    folder = _folder()
    if not folder.is_dir():
        raise click.UsageError(said("unsafe.no_folder", folder=folder))
    answer = desk.ask(folder, command, facts)
    if answer is not None:
        return answer
    try:
        store = current.connect(folder)
    except PortalError as error:
        # A portal that was starting took the lock before us; it has opened its desk by now.
        return desk.ask(folder, command, facts) or commands.refused(error)
    try:
        return commands.run(store, command, facts)
    finally:
        store.engine.dispose()


def _tell(answer: dict[str, Any], as_json: bool) -> None:
    """Print the answer and exit with its code."""
    code = answer.pop("exit")
    say = answer.pop("say", [])
    if code and not say:
        say = [said("command.failed", why=answer.get("error", ""))]
    for sentence in say:
        click.echo(sentence, err=as_json or bool(code))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, default=str))
    sys.exit(code)


@main.command(help=said("command.help.init"))
@click.option("--school", type=click.Choice(SCHOOLS), required=True)
@click.option("--admin", default="systemansvarlig", help=said("command.help.admin"))
def init(school: str, admin: str) -> None:
    """Make a real school's data folder."""
    from core.operations import set_up

    _tell(set_up.init(_folder(), school, admin), as_json=False)


@main.command(help=said("command.help.demo"))
@click.option("--school", type=click.Choice(SCHOOLS[:2]), required=True)
@click.option("--reports", type=click.IntRange(0, 1_000_000), default=None)
@click.option("--seed", type=int, default=1)
def demo(school: str, reports: int | None, seed: int) -> None:
    """Make a new data folder with a fictional school."""
    from core import demonstration

    default = DEMONSTRATION if school == "hvam" else DEMONSTRATION.parent / "jonsberg"
    folder = data_folder() if "SKOLEMILJO_DATA" in os.environ else default
    demonstration.make(folder, school, reports, seed)
    _tell({"exit": 0, "say": [said("command.demo_done", folder=folder)]}, as_json=False)


@main.command(help=said("command.help.serve"))
def serve() -> None:
    """Serve the portal; makes the demonstration school if there is none yet."""
    host_name.require_bare_name()
    folder = data_folder()
    if folder == DEMONSTRATION and not folder.exists():
        from core import demonstration

        click.echo(said("command.making_demo"), err=True)
        demonstration.make(folder, "hvam")
    os.chdir(HOME)
    for name, value in _by_name().items():
        os.environ.setdefault(name, value)  # what the operator said themselves stands
    from core.ui.kit.server import expected

    expected.require()  # before what it speaks of is imported and used
    from core.ui.kit.server import serving

    serving.run()


def _by_name() -> dict[str, str]:
    """Settings of the server that follow from the name that the school is reached by.

    A page under another name that leads here (DNS rebinding) gets no connection; the machine's own
    names stay, for a proxy beside it and for whoever looks after it.
    """
    host = host_name.public_name()
    return {
        "STREAMLIT_SERVER_ALLOWED_HOSTS": " ".join(
            dict.fromkeys((host, "localhost", "127.0.0.1", "::1"))
        ),
        "STREAMLIT_BROWSER_SERVER_ADDRESS": host,
    }


@main.group(help=said("command.help.user"))
def user() -> None:
    """Accounts and roles."""


@user.command("add", help=said("command.help.user_add"))
@click.argument("name")
@click.argument("more_roles", nargs=-1, metavar="", type=ROLE)
@click.option(
    "--role", "roles", multiple=True, required=True, type=ROLE, help=said("command.help.role")
)
@click.option("--full-name", default="", help=said("command.help.full_name"))
@click.option("--email", default="", help=said("command.help.email"))
@as_json
def user_add(
    name: str,
    more_roles: tuple[str, ...],
    roles: tuple[str, ...],
    full_name: str,
    email: str,
    as_json: bool,
) -> None:
    """A new account with a one-time password; `--role a b` is `--role a --role b`."""
    wanted = [*roles, *more_roles]
    called = full_name.strip() or _typed(said("command.ask_full_name", name=name))
    if not called:
        raise click.UsageError(said("command.no_full_name"))
    answer = _ask("user add", name=name, full_name=called, email=email, roles=wanted)
    _tell(answer, as_json)


def _typed(question: str) -> str:
    """What is typed, or piped, as the answer; standard output is the answer's own."""
    click.echo(question, err=True, nl=False)
    return sys.stdin.readline().strip()


@user.command("list", help=said("command.help.user_list"))
@as_json
def user_list(as_json: bool) -> None:
    """Every account with its roles."""
    _tell(_ask("user list"), as_json)


@user.command("disable", help=said("command.help.user_disable"))
@click.argument("name")
@as_json
def user_disable(name: str, as_json: bool) -> None:
    """Close an account and its open sign-ins."""
    _tell(_ask("user disable", name=name), as_json)


@user.command("reset", help=said("command.help.user_reset"))
@click.argument("name")
@as_json
def user_reset(name: str, as_json: bool) -> None:
    """A new one-time password."""
    _tell(_ask("user reset", name=name), as_json)


@main.command(help=said("command.help.wheel"))
@click.option("--year", type=click.IntRange(2000, 2100), required=True)
@as_json
def wheel(year: int, as_json: bool) -> None:
    """Every activity of a school year and the tasks that it gives."""
    _tell(_ask("wheel", year=year), as_json)


@main.command(help=said("command.help.backup"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@as_json
def backup(file: Path, as_json: bool) -> None:
    """One file with a consistent copy, sealed with the key and without it."""
    _tell(_ask("backup", file=str(file.absolute())), as_json)


@main.command(help=said("command.help.restore"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unauthenticated", is_flag=True, help=said("command.help.unauthenticated"))
@as_json
def restore(file: Path, unauthenticated: bool, as_json: bool) -> None:
    """Put a backup into an empty data folder, checked."""
    from core.operations import set_up

    _tell(set_up.restore(_folder(), file.absolute(), unauthenticated), as_json)


@main.command(help=said("command.help.verify"))
@as_json
def verify(as_json: bool) -> None:
    """Whether everything in the database holds together."""
    # What cannot be opened is not whole either.
    _tell({"whole": False, "faults": [], **_ask("verify")}, as_json)
