"""One command run the short way: a kept client is called, without a driver."""

from collections.abc import Mapping
from typing import Any

from awsbatch.aws.config_generation import Generation
from awsbatch.aws.examination import Examination
from awsbatch.aws.execution import Execution
from awsbatch.aws.invocation import Abandoned, Invocation
from awsbatch.aws.session.shared_parts import Used
from awsbatch.aws.version.installed import command_context


class ShortExecution:
    """A command whose kind one generation has learnt, and for which there is a client."""

    def __init__(
        self,
        generation: Generation,
        invocation: Invocation,
        way: Any,
        parameters: Mapping[str, Any],
        client: Any,
    ) -> None:
        self._generation = generation
        self._invocation = invocation
        self._way = way
        self._parameters = parameters
        self._client = client

    def run(self) -> Any:
        """Run the command beside others, and return what the CLI ends it with."""
        self._begin()
        client, shared = self._client, self._generation.shared
        used = (self._way.key, client, shared.connections.lend(shared, client))
        try:
            with command_context():
                self._way.respond(client, self._parameters)
        except Abandoned:
            self._settle(used)
            raise
        except BaseException as error:  # noqa: BLE001 (the CLI's, which tells of it)
            return self._end(error, used)
        self._settle(used)
        return 0

    def _begin(self) -> None:
        invocation, way = self._invocation, self._way
        invocation.sessions = self._generation.lone_session
        invocation.options = way.options
        if invocation.clearance is not None:
            invocation.clearance.is_operation(self._generation.catalog.effect(invocation.words))
        if way.interest is not None:
            invocation.examination = Examination(way.interest)
        if way.agent is not None:
            invocation.agents[self._client] = way.agent

    def _settle(self, used: Used) -> None:
        invocation = self._invocation
        invocation.session, invocation.used = self._way.session, (used,)
        shared, retried = self._generation.shared, invocation.is_retried
        shared.take_back(self._way.owner, invocation.used, keeps=True, retried=retried)

    def _end(self, error: BaseException, used: Used) -> Any:
        """Have the CLI tell of an error, on a driver as for any other command."""
        try:
            return Execution(self._generation, self._invocation).end(error, used)
        finally:
            self._invocation.options = self._way.options


def short_execution(generation: Generation, invocation: Invocation) -> ShortExecution | None:
    """Return how to run a command the short way, or None where it takes the long one."""
    shared = generation.shared
    found = None if shared.lines is None else shared.lines.find(invocation)
    if found is None:
        return None
    way, parameters = found
    client = shared.clients.get(way.owner, way.key)
    return client and ShortExecution(generation, invocation, way, parameters, client)
