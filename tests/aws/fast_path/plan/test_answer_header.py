"""The headers of an answer look to botocore's parsers as botocore's own do."""

from botocore.awsrequest import HeadersDict
from botocore.utils import lowercase_dict
from hypothesis import given
from hypothesis import strategies as st

from awsbatch.aws.fast_path.plan.answer_header import AnswerHeaders

_NAME = st.text("AaBb-", min_size=1, max_size=4)


@given(st.dictionaries(_NAME, st.text(max_size=3)), st.lists(_NAME))
def test_headers_are_found_as_botocore_finds_them(given: dict[str, str], names: list[str]) -> None:
    # As an exchange gives them: once, whatever their case.
    headers = {name: given[name] for name in {each.lower(): each for each in given}.values()}
    ours, theirs = AnswerHeaders(headers), HeadersDict(headers)
    assert lowercase_dict(ours) == lowercase_dict(theirs)
    assert ([*ours], [*ours.items()]) == ([*theirs], [*theirs.items()])
    for name in [*names, *headers]:
        assert (ours.get(name), ours.get(name, "x")) == (theirs.get(name), theirs.get(name, "x"))
        assert (name in ours) == (name in theirs)
        if name in theirs:
            assert ours[name] == theirs[name]
