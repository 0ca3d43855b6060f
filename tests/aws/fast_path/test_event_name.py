"""The canonical names of events, found in fewer steps."""

import botocore.hooks
import pytest

from awsbatch.aws.fast_path import registry
from awsbatch.aws.fast_path.event_name import EventNames

pytestmark = pytest.mark.skipif(
    "event_name" not in registry.modules(), reason="this version has no other names of events"
)


def _aliaser() -> botocore.hooks.EventAliaser:
    return botocore.hooks.EventAliaser(botocore.hooks.HierarchicalEmitter())


def _names() -> list[str]:
    """Return names of events with each alias, as parts, within parts, and with none."""
    aliases = botocore.hooks.EVENT_ALIASES
    forms = ("{}", "a.{}.b", "{}.a", "x{}", "a.{}y.{}", "docs.*.{}.*.complete-section")
    return ["a", "a.b.*", *(form.format(each, each) for each in aliases for form in forms)]


def test_every_name_is_that_of_botocore() -> None:
    quick = _aliaser()
    EventNames().events(quick)
    for name in 2 * _names():
        assert quick._alias_event_name(name) == _aliaser()._alias_event_name(name)


def test_a_session_and_its_copies_know_the_names_of_all() -> None:
    first, second = _aliaser(), _aliaser()
    for each in (first, second):
        EventNames().events(each)
    first._alias_event_name("known.by.both")
    assert "known.by.both" in second._alias_name_cache
