"""The command skolemiljo."""

import os
import sys
from pathlib import Path

import click

from core.errors import PortalError
from core.store_open import DEMONSTRATION, HOME, data_folder
from core.words import word


@click.group()
def main() -> None:
    """Skolemiljøportalen: one school's action plan, carried out."""


@main.command()
def serve() -> None:
    """Serve the portal; makes the demonstration school where there is none yet."""
    folder = data_folder()
    if folder == DEMONSTRATION and not folder.exists():
        from core import demonstration

        demonstration.make(folder, "hvam")
    os.chdir(HOME)
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", str(HOME / "app.py")])


@main.command()
@click.option("--school", type=click.Choice(["hvam", "jonsberg"]), required=True)
@click.option("--reports", type=click.IntRange(0, 1_000_000), default=None)
@click.option("--seed", type=int, default=1)
def demo(school: str, reports: int | None, seed: int) -> None:
    """Make a new data folder with a fictional school."""
    from core import demonstration

    default = DEMONSTRATION if school == "hvam" else DEMONSTRATION.parent / "jonsberg"
    folder = Path(os.environ["SKOLEMILJO_DATA"]) if "SKOLEMILJO_DATA" in os.environ else default
    try:
        demonstration.make(folder.absolute(), school, reports, seed)
    except PortalError as error:
        click.echo(word("nb", error.key, **error.facts), err=True)
        sys.exit(1)
