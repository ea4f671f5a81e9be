"""How much the server may hold."""

import pytest

from core.ui.kit.server import connections


@pytest.mark.parametrize(
    ("files", "tabs", "enough"),
    [(1024, 192, False), (1456, 300, True), (65536, 4000, True), (64, 1, False)],
)
def test_the_room_for_tabs_follows_from_the_files_that_may_be_open(files, tabs, enough):
    room = connections.Room(files)
    assert (room.tabs, room.enough) == (tabs, enough)
