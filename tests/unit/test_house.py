"""The habits of the house that no linter knows, read from the source itself."""

import ast
import importlib.metadata
import re
import string
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core import words
from core.access import PAGES
from core.ui.kit.files import FILES, WITHOUT_SIGN_IN
from tests.given.source import nodes, tree
from tests.run import FAST

ROOT = Path(__file__).parent.parent.parent
CORE = sorted((ROOT / "core").rglob("*.py"))
# alembic finds its revisions by their folder: they are no package.
PACKAGES = sorted({f.parent for f in CORE if "revisions" not in f.parts})
PAGE_FILES = sorted((ROOT / "pages").rglob("*.py"))
SERVER = ROOT / "core" / "ui" / "kit" / "server"  # draws nothing: it writes to sockets, not screens
DRAWING = [
    *PAGE_FILES,
    *(f for f in sorted((ROOT / "core" / "ui").rglob("*.py")) if SERVER not in f.parents),
    ROOT / "core" / "shell.py",
]

# These guess what they get, run HTML, fetch pictures, name no dialog, or leave a file where whoever
# knows its address may open it: nobody needs them here.
NEVER = {"write", "table", "html", "toast", "latex", "exception", "download_button"}
# Markdown too, and needed: here only words of the catalogues.
MARKDOWN = {
    *(
        "markdown",
        "title",
        "header",
        "subheader",
        "caption",
        "info",
        "success",
        "warning",
        "error",
        "metric",
    ),
    *("status", "expander", "popover", "dialog", "image", "form_submit_button"),
    *("button", "link_button", "page_link", "checkbox", "toggle", "badge"),
    *("text_input", "text_area", "number_input", "date_input", "time_input", "file_uploader"),
    *("selectbox", "multiselect", "slider", "select_slider"),
    *("radio", "pills", "segmented_control", "feedback"),
}
# Their options are markdown as well; those of selectbox and multiselect are plain.
MARKDOWN_OPTIONS = {"radio", "pills", "segmented_control"}
WIDGETS = MARKDOWN - {
    *("markdown", "title", "header", "subheader", "caption", "info", "success", "warning", "error"),
    *("metric", "status", "expander", "popover", "dialog", "image", "badge"),
    *("page_link", "link_button"),
}
PUBLIC_ROOMS = ("common", "error", "front", "report", "receipt", "follow_up", "help", "school")

# mypy holds that markdown and labels take only `Words` (tests/typed); these may make them, of what
# is no word of the catalogues.
MAKES_WORDS = {
    "core/words.py": "the catalogues, dates and numbers",
    "core/ui/kit/plain.py": "what somebody typed, letter by letter",
    "core/ui/kit/phrases.py": "a case number, of digits and an E",
}
# What a record holds, and what a function takes, before they are named where they are written.
MOST_FIELDS, MOST_BY_PLACE = 5, 6
# What a page asks `st` for without calling it: state, and the type of a page.
STREAMLITS_DATA = {"session_state", "query_params", "context", "Page", "components"}


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def of_each(files: list[Path]) -> Callable[[Callable[[Path], None]], Callable[[], None]]:
    """One test of all these files, which names each that is wrong.

    A test each made them two thousand, and each costs its place in two processes' lists.
    """

    def made(test: Callable[[Path], None]) -> Callable[[], None]:
        def of_all() -> None:
            wrong = {}
            for file in files:
                try:
                    test(file)
                except AssertionError as fault:
                    wrong[_name(file)] = str(fault)
            assert files
            assert not wrong

        of_all.__doc__ = test.__doc__
        return of_all

    return made


def _called(node: ast.Call) -> str:
    """The last part of what is called: st.text and box.text are both "text"."""
    match node.func:
        case ast.Attribute(attr=attr) | ast.IfExp(body=ast.Attribute(attr=attr)):
            return attr  # st.text, and (st.error if stops else st.warning)
        case ast.Name(id=name):
            return name
        case _:
            return ""


def _is_streamlit(node: ast.Call) -> bool:
    """Whether this may be an element: `st.x(…)`, or a method of a container or column."""
    return isinstance(node.func, ast.Attribute | ast.IfExp)


def test_each_file_that_is_wrong_is_named():
    seen = []

    def right(file):
        seen.append(file)
        assert file != CORE[1], "wrong"

    of_each(CORE[:1])(right)()
    with pytest.raises(AssertionError, match=re.escape(_name(CORE[1]))):
        of_each(CORE[:3])(right)()
    assert seen == [CORE[0], *CORE[:3]]


@of_each(DRAWING)
def test_no_page_draws_html_or_free_markdown(file):
    found = [
        f"line {node.lineno}: {_called(node)}"
        for node in nodes(file)
        if isinstance(node, ast.Call) and _is_streamlit(node) and _called(node) in NEVER
        if ast.unparse(node.func).split(".")[0] != "sa"
    ]
    found += [
        f"line {node.lineno}: unsafe_allow_html"
        for node in nodes(file)
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
    ]
    assert not found


@of_each(DRAWING)
def test_what_is_drawn_as_markdown_is_a_word_of_the_catalogues(file):
    # mypy asks each call by its name: nothing may go past it.
    calls = [node for node in nodes(file) if isinstance(node, ast.Call)]
    called = {id(node.func) for node in calls}
    past = [
        f"line {node.lineno}: {ast.unparse(node)} handed on, not called"
        for node in nodes(file)
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) == "st"
        and node.attr not in STREAMLITS_DATA
        and id(node) not in called
    ]
    past += [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in calls
        if _called(node) in ("cast", "getattr")
        and any(ast.unparse(a) in ("st", "Words", "'Words'", "words.Words") for a in node.args)
    ]
    past += [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom)
        and node.module in ("streamlit", "streamlit.delta_generator_singletons")
    ]
    past += [
        f"line {number}: type: ignore"
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if "type: ignore" in line
    ]
    # What is chosen from is data; what each is called is asked of the portal.
    past += [
        f"line {node.lineno}: {_called(node)} without format_func"
        for node in calls
        if _called(node) in MARKDOWN_OPTIONS and _is_streamlit(node)
        if not any(k.arg == "format_func" for k in node.keywords)
    ]
    assert not past


@of_each([*CORE, *PAGE_FILES])
def test_only_the_catalogues_and_the_source_itself_make_words_of_the_portals_own(file):
    found = []
    for node in nodes(file):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        spelled = isinstance(node.args[0], ast.Constant)
        made = ast.unparse(node.func).removeprefix("words.")
        if made == "Words" and not spelled and _name(file) not in MAKES_WORDS:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
        if made in ("put", "joined") and not spelled:
            found.append(f"line {node.lineno}: {ast.unparse(node)}: the source spells its pattern")
    assert not found


# (file, word): it is no act that this says something of.
STATES = {
    ("core/ui/form_editor/problems.py", "form.no_problems"),
    ("core/ui/report/receipt.py", "receipt.check_right"),
    ("core/ui/settings/health.py", "settings.verify_good"),
    ("core/ui/today/waiting.py", "overview.nothing"),
}


@of_each(DRAWING)
def test_what_came_of_an_act_is_said_by_notice_alone(file):
    name = _name(file)
    if name == "core/ui/kit/notice.py":
        return
    found = []
    for node in nodes(file):
        match node:
            case ast.Call() if ast.unparse(node.func) in ("st.success", "st.toast", "st.balloons"):
                keys = {n.value for n in ast.walk(node) if isinstance(n, ast.Constant)}
                if not any((name, key) in STATES for key in keys):
                    found.append(f"line {node.lineno}: {ast.unparse(node)}")
            # A callback is no page: whether she is still here is asked in notice, once.
            case ast.Call() if _called(node) == "must_stand" and name != "core/ui/kit/written.py":
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
            # What was wrong with an act: `wrong` where it was drawn, `failed` after a callback.
            case ast.ExceptHandler(name=str(error)):
                found += [
                    f"line {call.lineno}: {ast.unparse(call)}"
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "st.error"
                    if error in {n.id for n in ast.walk(call) if isinstance(n, ast.Name)}
                ]
    assert not found


@of_each(DRAWING)
def test_every_widget_has_a_key(file):
    found = [
        f"line {node.lineno}: {ast.unparse(node)[:80]}"
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WIDGETS
        and not any(k.arg in ("key", None) for k in node.keywords)
    ]
    assert not found


@of_each(DRAWING)
def test_a_button_with_an_act_goes_through_the_one_that_no_session_swallows(file):
    # "ignore" is a download, which has no act of ours.
    found = [
        f"line {node.value.lineno}: {ast.unparse(node)[:80]}"
        for node in nodes(file)
        if isinstance(node, ast.keyword)
        and node.arg == "on_click"
        and not (isinstance(node.value, ast.Constant) and node.value.value == "ignore")
    ]
    assert not found or _name(file) == "core/ui/kit/press.py"


@of_each(DRAWING)
def test_a_page_that_ends_early_lets_no_press_fall(file):
    # A guard ends what the shell has not let anybody come to.
    found = [
        f"line {node.lineno}"
        for node in nodes(file)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.stop"
    ]
    may = ("core/ui/kit/unanswered.py", "core/ui/kit/prologue.py")
    assert not found or _name(file) in may, "unanswered.stop says what became of a press"


# What a tab holds that is no widget's: a token, a number, room for so many.
NO_WIDGETS = {
    *("'report_token'", "'report_version'", "'report_room'", "'reply_room'", "'follow_new'"),
    *("'rektor_token'", "LATE", "KEPT", "OWN"),
}


@of_each(DRAWING)
def test_what_a_widget_begins_with_does_not_hide_what_the_browser_shows(file):
    found = {
        ast.unparse(node.args[0])
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("st.session_state.setdefault", "state.setdefault")
    }
    assert found <= NO_WIDGETS, "outlived.first lets the choice of a page stand"


@pytest.mark.parametrize("path", PAGES)
def test_a_protected_page_begins_with_its_guard(path):
    # Its imports stand above: they touch no visitor, and what is imported does nothing by itself.
    first, *rest = tree(ROOT / "pages" / FILES[path]).body
    assert ast.get_docstring(ast.Module(body=[first], type_ignores=[]))
    begins = next(node for node in rest if not isinstance(node, ast.Import | ast.ImportFrom))
    assert ast.unparse(begins) in (f"person = guard('{path}')", f"guard('{path}')")


def test_every_page_file_has_an_address_and_a_floor():
    assert {f"{_name(f).removeprefix('pages/')}" for f in PAGE_FILES} == set(FILES.values())
    assert set(FILES) == {*PAGES, *WITHOUT_SIGN_IN, "logg-inn"}


def test_no_module_of_core_hides_a_standard_or_an_installed_one():
    # core/ stands first on the import path while a page runs.
    ours = {p.stem for p in (ROOT / "core").iterdir() if p.suffix == ".py" or p.is_dir()}
    installed = set(importlib.metadata.packages_distributions())
    assert not (ours - {"__init__", "__pycache__"}) & (sys.stdlib_module_names | installed)


@of_each([*CORE, *PAGE_FILES])
def test_a_module_says_what_it_is_for_and_stays_readable(file):
    text = file.read_text("utf-8")
    assert ast.get_docstring(tree(file)), "no docstring"
    if "versions" in file.parts:
        return  # a released revision is as long as its tables and never edited
    assert text.count("\n") <= 400, "longer than anyone reads in one sitting"


LONGEST_PAGE = 100  # lines: guard, read, compose, act; what is drawn lies in core/ui/<screen>


@of_each([*CORE, *PAGE_FILES])
def test_what_takes_many_values_takes_them_by_name(file):
    """Two of thirteen can be exchanged unseen where only their order says which is which."""
    wrong = []
    for node in nodes(file):
        if isinstance(node, ast.ClassDef):
            made = [d for d in node.decorator_list if "dataclass" in ast.unparse(d)]
            fields = [n for n in node.body if isinstance(n, ast.AnnAssign)]
            fields = [n for n in fields if "ClassVar" not in ast.unparse(n.annotation)]
            if made and len(fields) > MOST_FIELDS and "kw_only=True" not in ast.unparse(made[0]):
                wrong.append(f"{node.name}: {len(fields)} fields")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            taken = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
            if len([name for name in taken if name not in ("self", "cls")]) > MOST_BY_PLACE:
                wrong.append(f"{node.name}: {len(taken)} parameters")
    assert wrong == []


@of_each(PAGE_FILES)
def test_a_page_is_read_on_one_screen(file):
    lines = file.read_text("utf-8").count("\n")
    assert lines <= LONGEST_PAGE, "draw its parts in core/ui/<screen>/"


@of_each(PACKAGES)
def test_a_package_of_core_says_its_promise(folder):
    # Whoever opens core/ sees what a school does: one sentence a wing, one a screen.
    said = ast.get_docstring(tree(folder / "__init__.py")) or ""
    assert said.partition("\n")[0].endswith(".")


# --- words


def _texts(value: str | dict[str, str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value.values())


def _facts(value: str | dict[str, str]) -> set[str]:
    found = set()
    for text in _texts(value):
        found |= {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return found - {"n"}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_word_of_a_catalogue_is_empty(language):
    empty = [k for k, v in words.catalogue(language).items() if not all(map(str.strip, _texts(v)))]
    assert not empty


def test_bokmal_and_nynorsk_have_the_same_words():
    assert words.catalogue("nb").keys() == words.catalogue("nn").keys()


def test_english_has_every_word_of_the_public_pages():
    asked = {k for k in words.catalogue("nb") if k.split(".")[0] in PUBLIC_ROOMS}
    # Said on staff pages alone; the public ones have a word of their own for each.
    asked -= {"error.fault", "error.database"}
    asked |= {f"page.{p or 'front'}" for p in (*WITHOUT_SIGN_IN, "logg-inn")}
    asked |= {k for k in words.catalogue("nb") if k.startswith("sign_in.")}
    assert not asked - words.catalogue("en").keys()
    assert not words.catalogue("en").keys() - words.catalogue("nb").keys()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_word_says_the_same_facts_in_every_language(language):
    nb = words.catalogue("nb")
    differ = {
        key: (_facts(nb[key]), _facts(value))
        for key, value in words.catalogue(language).items()
        if key in nb and not key.startswith("streamlit.") and _facts(nb[key]) != _facts(value)
    }
    assert not differ


def _said() -> tuple[set[str], list[re.Pattern[str]]]:
    """The texts in the source that may be keys, and the shapes of those that are put together."""
    exact: set[str] = set()
    shapes: list[re.Pattern[str]] = []
    for file in [*CORE, *PAGE_FILES]:
        for node in nodes(file):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                exact.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(v.value) if isinstance(v, ast.Constant) else ".+" for v in node.values
                ]
                shape = "".join(parts)
                if "\\." in shape and not shape.startswith(".+"):
                    shapes.append(re.compile(shape))
    return exact, shapes


def test_every_key_that_is_asked_for_exists():
    known = words.catalogue("nb").keys()
    rooms = {k.split(".")[0] for k in known}
    missing = []
    for file in [*CORE, *PAGE_FILES]:
        for node in nodes(file):
            if isinstance(node, ast.Call) and node.args:
                at = {"t": 0, "word": 1, "Invalid": 0, "InvalidFile": 0, "Unsafe": 0}.get(
                    _called(node)
                )
                if at is None or len(node.args) <= at:
                    continue
                match node.args[at]:
                    case ast.Constant(value=str(key)) if key and key not in known:
                        missing.append(f"{_name(file)}:{node.lineno} {key}")
            elif (
                isinstance(node, ast.Constant)
                and not str(node.value).endswith("_")  # the beginning of a key
                and isinstance(node.value, str)
                and re.fullmatch(r"[a-z_]+\.error\.[a-z_]+", node.value)
                and node.value.split(".")[0] in rooms
                and node.value not in known
            ):
                missing.append(f"{_name(file)}:{node.lineno} {node.value}")
    assert not missing


def test_no_word_of_the_catalogues_is_left_unsaid():
    exact, shapes = _said()
    unsaid = [
        key
        for key in words.catalogue("nb")
        if not key.startswith("streamlit.")  # read as a whole room by core/ui/kit/browser
        and key not in exact
        and not any(shape.fullmatch(key) for shape in shapes)
    ]
    assert not unsaid


def test_what_lists_and_pages_draw_is_opened_so_that_one_broken_row_spoils_nothing():
    raising = [
        _name(file)
        for file in [*CORE, *PAGE_FILES]
        if "core/store/" not in _name(file)
        for node in nodes(file)
        if isinstance(node, ast.Call)
        and _called(node) == "unseal"
        # The mail server's password: caught where it is opened.
        and _name(file) != "core/today/notices.py"
    ]
    assert raising == []


def test_no_test_imports_another_test():
    # What two of them need stands in tests/given, or beside them under a name that is no test's.
    borrowed = {
        (_name(file), node.module)
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom) and node.module
        for named in (*node.module.split("."), *(alias.name for alias in node.names))
        if node.module.startswith("tests") and named.startswith("test_")
    }
    assert borrowed == set()


CONDITION = re.compile(
    r"\b(None|True|False|empty|nothing|raises? \w+|Refused|Stale|Invalid|Unsafe) where\b"
)


def test_every_test_that_the_readme_names_is_there():
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"`(tests/[\w/]*\.py)(?:::(\w+))?`", text)
    assert named
    for place, name in named:
        assert (ROOT / place).is_file(), place
        assert not name or f"def {name}(" in (ROOT / place).read_text("utf-8"), name


# Where a day is made of a moment, and why it may be.
MAKES_DAYS = {
    "core/store/moments.py": "the one place",
    "core/words.py": "puts a moment into words, by the same clock on the wall",
}
# What is cut to a day and was one: the Monday of a column of days.
OF_DAYS = {("core/figures/counts.py", "sa.cast(monday_of, sa.Date)")}
# Asked of the machine these give a moment that is not the store's.
OF_THE_MACHINE = {"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp"}


@of_each([*CORE, *PAGE_FILES])
def test_no_module_but_the_stores_makes_a_day_of_a_moment(file):
    name = _name(file)
    # The demonstration is made of moments in school hours, when both calendars say the same.
    if name in MAKES_DAYS or name.startswith("core/demonstration/"):
        return
    found = []
    for node in nodes(file):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        asked = ast.unparse(node.func.value)
        made = (node.func.attr == "date" and not node.args) or node.func.attr == "astimezone"
        clock = asked in ("datetime", "date") and node.func.attr in OF_THE_MACHINE
        cut = node.func.attr == "cast" and ast.unparse(node.args[-1]).endswith("Date")
        if (made or clock or cut) and (name, ast.unparse(node)) not in OF_DAYS:
            found.append(f"line {node.lineno}: {ast.unparse(node)}")
    assert not found


# Where a name by chance is no key of a row.
NO_KEY = {
    "core/store/backup.py": "a file's name",
    "core/store/revisions/versions/0003_told.py": "a revision has no store",
    "core/ui/inbox/rektor.py": "a form page's token",
    "core/ui/kit/conversation.py": "a form page's token",
    "core/ui/year/activity.py": "a step's mark inside its activity",
}


def test_keys_come_from_the_store_and_nothing_of_the_standard_library_is_replaced():
    making = {_name(f) for f in CORE if "uuid4()" in f.read_text("utf-8")}
    assert making == set(NO_KEY)
    replaced = [
        f"{_name(file)}: {ast.unparse(node)}"
        for file in CORE
        for node in nodes(file)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id in sys.stdlib_module_names - {"sys"}  # its argv is data
    ]
    assert not replaced


def test_no_two_classes_of_core_bear_one_name():
    named = [
        node.name
        for file in CORE
        for node in nodes(file)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    assert [name for name, times in Counter(named).items() if times > 1] == []


def test_each_of_the_words_of_the_code_stands_in_the_module_that_the_readme_names():
    table = (ROOT / "README.md").read_text("utf-8").split("Words of the code.")[1]
    rows = re.findall(r"^\| (`.*?`) \| `([\w/]+)` \|", table, re.MULTILINE)
    assert rows
    for words_, module in rows:
        code = (ROOT / "core" / f"{module}.py").read_text("utf-8")
        for word in re.findall(r"`(\w+)`", words_):
            assert re.search(rf"\b{word}\b", code), (word, module)


def test_a_docstring_says_if_and_not_where_of_a_condition():
    wrong = [
        f"{_name(file)}: {found[0]}"
        for file in CORE
        for node in nodes(file)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for found in [re.search(CONDITION, ast.get_docstring(node) or "")]
        if found
    ]
    assert wrong == []


def test_every_folder_with_tests_is_run():
    """A layer that `make test` does not name would be green for ever."""
    held = {p.relative_to(ROOT).parts[1] for p in (ROOT / "tests").rglob("test_*.py")}
    assert held == {Path(layer).name for layer in FAST} | {"browser"}
