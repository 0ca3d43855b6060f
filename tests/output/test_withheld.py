from awsbatch.output.memory import Memory
from awsbatch.output.withheld import Withheld


def test_nothing_is_passed_on_before_the_way_is_open() -> None:
    memory, way = Memory(), [False]
    withheld = Withheld(memory, lambda: way[0])

    withheld.write(b"one ")
    withheld.flush()
    before = memory.text()
    way[0] = True
    withheld.write(b"two")

    assert (before, memory.text()) == (None, "one two")


def test_it_is_passed_on_when_it_is_wanted_anyway() -> None:
    memory = Memory()
    withheld = Withheld(memory, lambda: False)

    withheld.write(b"one")
    withheld.release()

    assert memory.text() == "one"
