"""What Streamlit knows of the presses that a run was asked for with, and lets fall without a word.

If no button is drawn for a press, or a newer message ends the run before one is, Streamlit
forgets it. So it is read here before the page is drawn, and again after.
"""

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

KIND = "trigger_value"  # what the value of a button is called in a message
MOST = 30  # presses looked at in one message: a browser sends one


def came() -> frozenset[str]:
    """The buttons, by their ids, that were pressed in the message that asked for this run.

    What is more than a browser sends is dropped: heard in the next runs, it would ask for them.
    """
    states = _states()
    if states is None:
        return frozenset()
    known = states.widget_metadata
    pressed = [
        name
        for name, state in states.states.items()
        # As it came, or as it was read for a callback.
        if getattr(state.value, KIND, state.value) is True
        and (name not in known or known[name].value_type == KIND)
    ]
    drop(frozenset(pressed[MOST:]))
    return frozenset(pressed[:MOST])


def called(key_called: str) -> frozenset[str]:
    """The buttons with this key, by their ids, that Streamlit has drawn: it calls no other's."""
    states = _states()
    if states is None:
        return frozenset()
    known = states.widget_metadata
    return frozenset(name for name in known if key(name) == key_called and name in states.states)


def again(pressed: frozenset[str]) -> None:
    """Let this run be one that these buttons were pressed in: the run before it broke off."""
    states = _states()
    for name in pressed if states is not None else ():
        states.set_widget_from_proto(WidgetState(id=name, trigger_value=True))


def brought() -> dict[str, Any]:
    """What the browser holds in its widgets, by their ids; what was pressed is not among it."""
    states = _states()
    return {
        name: state.value
        for name, state in (states.states.items() if states is not None else ())
        if isinstance(state.value, WidgetState) and not state.value.trigger_value
    }


def bring(held: dict[str, Any]) -> None:
    """Let this run be one that the browser brought these to."""
    states = _states()
    for name, state in held.items() if states is not None else ():
        if name not in states.states:
            states.set_widget_from_proto(state)


def says_something(held: Any) -> bool:
    """Whether a widget held a text or a choice."""
    kind = held.WhichOneof("value")
    value: Any = getattr(held, kind) if kind else None
    return bool(getattr(value, "data", value))


def drop(pressed: frozenset[str]) -> None:
    """No later run is one that these were pressed in."""
    states = _states()
    for name in pressed if states is not None else ():
        states.states.pop(name, None)


def drawn() -> frozenset[str]:
    """The widgets, by their ids, that this run has drawn so far."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.shared.widget_ids_this_run.snapshot() if context else frozenset()


def keys_drawn() -> frozenset[str]:
    """The same, by their keys."""
    context = get_script_run_ctx(suppress_warning=True)
    return context.shared.widget_user_keys_this_run.snapshot() if context else frozenset()


def key(pressed: str) -> str:
    """The key of a button, of its id."""
    return user_key_from_element_id(pressed) or ""


def _states() -> Any:
    context = get_script_run_ctx(suppress_warning=True)
    return None if context is None else context.session_state._state._new_widget_state
