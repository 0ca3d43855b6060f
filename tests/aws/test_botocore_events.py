from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.hooks import HierarchicalEmitter
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.botocore_events import Emitter

if TYPE_CHECKING:
    from collections.abc import Callable

_EVENTS = ("a", "a.b", "a.b.c", "a.*.c", "d")
_REGISTER = ("register_first", "register", "register_last")


def _handler(answer: int | None, log: list[Any], **kwargs: Any) -> int | None:
    log.append((answer, kwargs))
    return answer


@given(
    registered=st.lists(
        st.tuples(st.sampled_from(_REGISTER), st.sampled_from(_EVENTS), st.sampled_from([None, 1]))
    ),
    emitted=st.lists(st.tuples(st.sampled_from(_EVENTS), st.booleans()), max_size=6),
)
def test_handlers_are_called_as_by_botocores_own_emitter(
    registered: list[tuple[str, str, int | None]], emitted: list[tuple[str, bool]]
) -> None:
    def told(emitter: Any) -> list[Any]:
        log: list[Any] = []
        for register, event, answer in registered:
            getattr(emitter, register)(event, partial(_handler, answer, log))
        for event, until in emitted:
            emit: Callable[..., Any] = emitter.emit_until_response if until else emitter.emit
            answers = emit(event, said=event)
            log.append([answer for _, answer in ([answers] if until else answers)])
        return log

    assert told(Emitter()) == told(HierarchicalEmitter())
