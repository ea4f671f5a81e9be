"""What the school typed stands in a label as it was typed: no link, colour, icon or formula."""

from dataclasses import replace

import pytest

from core.school import settings
from core.school.profile import Profile
from core.ui.kit.plain import JOINER, as_typed, typed_facts


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("[Klikk](https://evil.example)", r"\[Klikk\](https\:¤//evil.example)"),
        ("www.evil.example, a@evil.example", "www¤.evil.example, a¤@evil.example"),
        (":red[Fare] :material/lock: :smile:", r"\:red\[Fare\] \:¤material/lock: \:¤smile:"),
        ("$x$ *fet* _kursiv_ `kode`", r"\$x\$ \*fet\* \_kursiv\_ \`kode\`"),
        ("hjem -> skole <- hjem -- 5 >= 4", r"hjem -¤\> skole \<¤- hjem -¤- 5 \>¤= 4"),
        ("1. klasse", r"1\. klasse"),
        ("12) trinn", r"12\) trinn"),
        ("2026. Nytt", r"2026\. Nytt"),
        ("001) trinn", r"001\) trinn"),
        ("- ikke\n\n# dette", r"\- ikke \# dette"),
        ("I timen, ofte (hele tida) 10.30 – 2+2", "I timen, ofte (hele tida) 10.30 – 2+2"),
        ("116 111 Alarmtelefonen", "116 111 Alarmtelefonen"),
    ],
)
def test_every_mark_is_itself(typed, drawn):
    assert as_typed(typed).replace(JOINER, "¤") == drawn


def test_the_facts_of_a_fault_are_typed_words_too():
    assert typed_facts({"name": "*x*", "most": 5}) == {"name": r"\*x\*", "most": 5}


def test_the_schools_name_makes_no_link_on_a_public_page(visit, demo):
    forged = replace(settings.load(demo, Profile), name="[Klikk](https://evil.example)")
    demo.write(lambda tx: settings.save(tx, forged))
    at = visit("hjelp")
    assert not at.exception
    labels = [link.proto.label for link in at.get("page_link")]
    assert as_typed(forged.name) in labels
    assert forged.name not in labels
