"""What lines of a kind have in common: the call of a client, and the display of its answer."""

from argparse import Namespace
from collections.abc import Collection, Mapping
from typing import Any

from botocore import xform_name

from awsbatch.aws.fast_path.short_line.plain_option import is_of_pages
from awsbatch.aws.long_way import LongWay
from awsbatch.aws.placeholder_value import PlaceholderValues

_PAGING = "PaginationConfig"


class ShortWay:
    """What the lines of a kind have in common."""

    __slots__ = (
        "_members",
        "_pages",
        "agent",
        "caller",
        "interest",
        "is_paginated",
        "key",
        "method",
        "name",
        "options",
        "owner",
        "session",
    )

    def __init__(self, gone: LongWay, targets: Collection[str]) -> None:
        """Take from a call what is the same for all lines with values for these targets."""
        self.session, self.key, self.owner = gone.session, gone.key, gone.owner
        self.caller, self.interest = gone.operation.caller, gone.operation.interest
        self.options = Namespace(**vars(gone.options))
        self.agent = gone.agent
        self.name = gone.operation.wire_name
        self.method = xform_name(self.name)
        self.is_paginated = gone.client.can_paginate(self.method) and self.options.paginate
        members = [
            # awscli 1.46 and 2.36: what an argument is called in the model.
            (each._serialized_name, each.py_name, is_of_pages(each))  # noqa: SLF001
            for each in gone.operation.arg_table.values()
            if each.py_name in targets
        ]
        self._members = [(member, target) for member, target, pages in members if not pages]
        self._pages = [(member, target) for member, target, pages in members if pages]

    def parameters(self, given: Mapping[str, Any], values: PlaceholderValues) -> dict[str, Any]:
        """Return what the client is called with, for a line's values by their targets."""
        made = {member: given[target] for member, target in self._members}
        if self._pages:
            made[_PAGING] = {member: given[target] for member, target in self._pages}
        if values:
            values.restore_all(made)
        return made

    def makes(
        self, called: Mapping[str, Any], given: Mapping[str, Any], values: PlaceholderValues
    ) -> bool:
        """Return whether this way comes to the parameters that the AWS CLI `called` with."""
        if self._pages and not self.is_paginated:
            return False
        made = {**self.parameters(given, values)}
        # The paginator takes it out of the others.
        paging, expected = made.pop(_PAGING, {}), dict(called)
        # Texts, since the order counts as well, and 1 is no True.
        return paging == expected.pop(_PAGING, {}) and repr(made) == repr(expected)

    def respond(self, client: Any, parameters: dict[str, Any]) -> None:
        """Call the client as the AWS CLI does, and display its answer."""
        if self.is_paginated:
            response = client.get_paginator(self.method).paginate(**parameters)
        else:
            response = getattr(client, self.method)(**parameters)
        self.caller._display_response(self.name, response, self.options)  # noqa: SLF001
