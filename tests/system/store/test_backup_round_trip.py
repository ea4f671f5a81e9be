"""Whatever was written comes back from a backup, text by text, under the same key."""

import tempfile
import uuid
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from core.operations import set_up, verify
from core.store import backup, current
from core.store.schema.plan import plan_input

# No NUL and no half a character: no database keeps them (core/store/writable).
letters = some.characters(codec="utf-8", exclude_characters="\0")
texts = some.lists(some.text(letters, min_size=1, max_size=300), max_size=6)


@settings(max_examples=12, deadline=None)  # each makes two schools
@given(texts)
def test_what_was_sealed_before_the_backup_opens_after_the_restore(written):
    with tempfile.TemporaryDirectory() as scratch:
        folder, file = Path(scratch) / "school", Path(scratch) / "copy"
        store = current.make_store(folder)
        keys = [uuid.uuid4() for _ in written]

        def work(tx):
            for key, text in zip(keys, written, strict=True):
                body = tx.seal(plan_input.c.body, text, key)
                row = {"input_id": key, "source": "su", "at": tx.now, "school_year": 2026}
                tx.insert(plan_input, {**row, "body": body})
                tx.record("plan_input.given", None, "plan_input", key)

        store.write(work)
        backup.backup(store, file)
        store.engine.dispose()
        for left in folder.iterdir():
            if left.name != "key":
                left.unlink()
        assert set_up.restore(folder, file)["exit"] == 0
        again = current.connect(folder)
        found = {
            row.input_id: again.unseal(plan_input.c.body, row.body, row.input_id)
            for row in again.rows(plan_input.select())
        }
        assert found == dict(zip(keys, written, strict=True))
        assert verify.faults(again) == []
        again.engine.dispose()
