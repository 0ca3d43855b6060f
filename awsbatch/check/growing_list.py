"""Lists that loops and `parallel` blocks add to, which belong to the block around them."""

from collections.abc import Generator, Iterable, Iterator

from awsbatch.check import name_fault
from awsbatch.check.name_state import NameState
from awsbatch.fault.error import ScriptError
from awsbatch.fault.place import Place
from awsbatch.language.model import Statement
from awsbatch.language.names_set import Setting, additions, inner_additions


def lists_of(
    body: Iterable[Statement], state: NameState
) -> Generator[ScriptError, None, dict[str, Place]]:
    """Return the lists of the innermost block that a loop in it adds to, by their first places.

    Yield the faults of those that something beside the loop sets.
    """
    block = state.innermost
    values = block.siblings.keys() - block.lists
    lists = {added.name: added.place for added in additions(body)}
    for added in inner_additions(body):
        if state.is_set(added.name):
            lists.setdefault(added.name, added.place)
    for name, place in lists.items():
        if not state.is_set(name):
            block.names[name] = place
            block.lists |= {name}
        if name in values:
            yield name_fault.also_set(name, place, block.siblings[name])
        elif name in state.earlier:
            yield name_fault.set_before(name, place, state.earlier[name])
    return lists


def wrong_addition(statement: Setting, state: NameState) -> Iterator[ScriptError]:
    """Yield a fault if a statement adds to what is no list of the block around its own."""
    name, block = statement.name, state.innermost
    if state.is_file:
        yield name_fault.added_outside_a_block(name, statement.place)
    elif name in block.names:
        yield name_fault.added_to_a_value(name, statement.place, block.kind)
