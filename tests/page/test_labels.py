"""What the school typed stands in a label as it was typed: no link, colour, icon or formula."""

import pytest

from core import settings
from core.ui.plain import label


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("[Klikk](https://evil.example)", r"\[Klikk\](https\://evil.example)"),
        (":red[Fare] :material/lock:", r"\:red\[Fare\] \:material/lock:"),
        ("$x$ *fet* _kursiv_ `kode`", r"\$x\$ \*fet\* \_kursiv\_ \`kode\`"),
        ("I timen, ofte (hele tida)", "I timen, ofte (hele tida)"),
        ("116 111 Alarmtelefonen", "116 111 Alarmtelefonen"),
    ],
)
def test_every_mark_is_itself(typed, drawn):
    assert label(typed) == drawn


def test_the_schools_name_makes_no_link_on_a_public_page(visit, demo):
    now = settings.get(demo, "profile", {})
    forged = now | {"name": "[Klikk](https://evil.example)"}
    demo.write(lambda tx: settings.put(tx, "profile", forged))
    at = visit("hjelp")
    assert not at.exception
    labels = [link.proto.label for link in at.get("page_link")]
    assert label(forged["name"]) in labels
    assert forged["name"] not in labels
