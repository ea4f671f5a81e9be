"""What `make mutants` stands on: each mutant's tests run as if they were alone."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RULE = "def is_enough(number):\n    return number >= 5\n"
TESTS = """
import os
from pathlib import Path
import rule

def test_it(tmp_path_factory):
    with Path(os.environ["TOLD"]).open("a") as told:
        told.write(f"{tmp_path_factory.getbasetemp()}\\n")
    assert rule.is_enough(6)
    assert not rule.is_enough(3)
"""
RUN = """
import json, sys
from tests.mutants import run
run.MODULES["own"] = ("rule", sys.argv[1])
print(json.dumps([mutant.changed for mutant in run.survivors("own")]))
"""


def test_each_mutant_is_tried_in_a_folder_of_its_own(tmp_path):
    (tmp_path / "rule.py").write_text(RULE)
    tests = tmp_path / "test_rule.py"
    tests.write_text(TESTS)
    told = tmp_path / "told"
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(tests)],
        env={"PYTHONPATH": f"{ROOT}:{tmp_path}", "TOLD": str(told), "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
        text=True,
    )
    left = {"return number > 5", "return number >= 4", "return number >= 6"}
    said, found = ran.stdout.splitlines()
    assert set(json.loads(found)) == left
    assert said.startswith("own: 3 mutants, 0 seen")
    folders = told.read_text().splitlines()
    # One run as it stands and one for each mutant, of which two are tried at the same time.
    assert len(folders) == len(set(folders)) == 4
