"""What mypy asks of every call to Streamlit: what is read as markdown is the portal's own `Words`.

A plugin and not a stub: a stub would be a second list of Streamlit's functions, and a function that
is missing in it would take anything. Here each function and method of Streamlit's is asked by the
names of its arguments, a new one too.
"""

from collections.abc import Callable

from mypy.nodes import MypyFile, TypeInfo
from mypy.plugin import (
    FunctionContext,
    FunctionSigContext,
    MethodContext,
    MethodSigContext,
    Plugin,
)
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Type,
    TypeAliasType,
    TypeTranslator,
    get_proper_type,
)

WORDS = "core.words.Words"
# The arguments that Streamlit reads as markdown, or that a screen is named by.
READ = {
    *("label", "body", "text", "help", "caption", "captions", "title", "page_title", "tabs"),
    *("format_func", "header", "description", "message"),
}
# These show their text letter by letter; their help is markdown like any other.
PLAIN = {
    "text": {"body"},
    "code": {"body"},
    "selectbox": {"format_func"},
    "multiselect": {"format_func"},
    "set_page_config": {"page_title"},  # the name of the browser's tab
}
# What a metric shows is markdown in all its three fields.
MORE = {"metric": {"value", "delta"}, "chat_message": {"name"}, "status": {"label"}}
STRINGS = {"builtins.str", "streamlit.string_util.SupportsStr", "streamlit.type_util.SupportsStr"}


def asked(name: str) -> set[str]:
    """The arguments of a function of Streamlit's that take only Words."""
    return (READ | MORE.get(name, set())) - PLAIN.get(name, set())


class _Only(TypeTranslator):
    """Any text in a type becomes the portal's own."""

    def __init__(self, words: Instance) -> None:
        super().__init__()
        self._words = words

    def visit_instance(self, t: Instance) -> Type:
        if t.type.fullname in STRINGS:
            return self._words
        return super().visit_instance(t)

    def visit_type_alias_type(self, t: TypeAliasType) -> Type:
        return get_proper_type(t).accept(self)

    def visit_callable_type(self, t: CallableType) -> Type:
        return t.copy_modified(ret_type=self._words)  # format_func: what it is given is data


def _unknown(given: Type) -> bool:
    given = get_proper_type(given)
    if isinstance(given, CallableType):
        return _unknown(given.ret_type)
    if isinstance(given, Instance) and given.type.fullname == "builtins.dict":
        return _unknown(given.args[1])
    return isinstance(given, AnyType)


def _refusing_any(name: str) -> Callable[[FunctionContext | MethodContext], Type]:
    """What has no type could be anybody's words, in `**more` too."""
    names = asked(name)

    def refused(context: FunctionContext | MethodContext) -> Type:
        for at, types in zip(context.callee_arg_names, context.arg_types, strict=True):
            if at in names and any(map(_unknown, types)):
                context.api.fail(
                    f'"{at}" of "{name}" has no type: it must be Words', context.context
                )
        return context.default_return_type

    return refused


class Drawn(Plugin):
    """Asks each call of `st.x(…)` and of a container's method."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        drawing = file.fullname.startswith(("core.ui", "pages", "core.shell"))
        return [(10, "core.words", -1)] if drawing else []

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        module, _, name = fullname.rpartition(".")
        elements = module == "streamlit" or module.startswith(
            ("streamlit.commands", "streamlit.navigation", "streamlit.elements")
        )
        return self._signature(name) if elements else None

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        kind, _, name = fullname.rpartition(".")
        elements = kind.startswith(("streamlit.delta_generator.", "streamlit.elements."))
        return self._signature(name) if elements else None

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        module, _, name = fullname.rpartition(".")
        return _refusing_any(name) if module == "streamlit" else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        kind, _, name = fullname.rpartition(".")
        return _refusing_any(name) if kind.startswith("streamlit.delta_generator.") else None

    def _signature(
        self, name: str
    ) -> Callable[[FunctionSigContext | MethodSigContext], FunctionLike]:
        def changed(context: FunctionSigContext | MethodSigContext) -> FunctionLike:
            found = self.lookup_fully_qualified(WORDS)
            signature = context.default_signature
            if found is None or not isinstance(found.node, TypeInfo):
                return signature  # a module of Streamlit's own, before ours are read
            only, names = _Only(Instance(found.node, [])), asked(name)
            return signature.copy_modified(
                arg_types=[
                    kind.accept(only) if at in names else kind
                    for at, kind in zip(signature.arg_names, signature.arg_types, strict=True)
                ]
            )

        return changed


def plugin(_version: str) -> type[Drawn]:
    """What mypy asks of a plugin's module."""
    return Drawn
