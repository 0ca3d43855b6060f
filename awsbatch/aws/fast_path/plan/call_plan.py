"""The plan of the calls of one kind: their requests, put together in few steps, and their answers.

It is equal because it was adopted only once it had reproduced, byte for byte,
what botocore sent for a call of its kind; and because it takes for an answer
only a plain success, as botocore's own parser reads it.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from zlib import crc32

from botocore.awsrequest import HeadersDict

from awsbatch.aws.fast_path.plan.answer_header import AnswerHeaders
from awsbatch.aws.fast_path.plan.client_operation import ClientOperation
from awsbatch.aws.fast_path.plan.draft import Draft, canonical
from awsbatch.aws.fast_path.plan.route import Route
from awsbatch.aws.fast_path.plan.template import Template
from awsbatch.aws.fast_path.request_signature import authorization
from awsbatch.record import record

_SUCCESS, _REDIRECTION = 200, 300
# DynamoDB's checksum of an answer, which botocore tries again if it is wrong.
_CHECKSUM = "x-amz-crc32"


@record
class Plan:
    """The plan of calls of one kind."""

    operation: ClientOperation
    template: Template
    headers: Mapping[str, str | None]
    """Those from the model, in their order; None for those that are not the same for all calls."""
    host_prefix: str | None
    prefix: str
    """The path of the endpoint."""
    route: Route
    method: str

    def request(self, draft: Draft, credentials: Any, moment: str, number: str) -> bytes | None:
        """Return the request of a call, or None where the draft does not fit the plan.

        It is signed at a `moment`, and its first attempt has a `number`.
        """
        values = self._values(draft)
        if values is None:
            return None
        signing = self.template.signing
        path, query = self._path(draft), draft.query
        values["target"] = f"{path}?{query}" if query else path
        values.update(self.template.payload.values(draft.body))
        values["moment"] = moment
        values["number"] = number
        if signing is not None:
            values["payload"] = signing.payload or sha256(draft.body).hexdigest()
            if credentials.token:
                values["token"] = credentials.token
            parts = {**values, "path": path, "query": canonical(query)}
            signed = signing.canonical % parts, signing.names
            keys = self.operation.keys
            values["authorization"] = authorization(
                keys, credentials, signed, moment, signing.scope
            )
        head = self.template.filled(values)
        return None if head is None else head + self.template.payload.wire(draft.body)

    def _path(self, draft: Draft) -> str:
        """Return a path as botocore puts it behind the endpoint's, if that is plain."""
        return self.prefix + draft.path if draft.path != "/" else self.prefix or "/"

    def _values(self, draft: Draft) -> dict[str, str] | None:
        """Return the values of headers that have places, if the others are as they were."""
        headers, values = draft.headers, dict[str, str]()
        # They are sent in their order.
        if [*headers] != [*self.headers] or draft.host_prefix != self.host_prefix:
            return None
        for name, same in self.headers.items():
            if same is None:
                values[name.lower()] = headers[name]
            elif headers[name] != same:
                return None
        return values

    @property
    def asks(self) -> bool:
        """Whether a request asks the server for its leave to send a body."""
        return "Expect: " in self.template.head

    def parsed(self, answer: Any) -> dict[str, Any] | None:
        """Return what botocore's parser reads in an answer, or None where it is no plain success.

        Raise what the parser raises.
        """
        if not _SUCCESS <= answer.status < _REDIRECTION:
            return None
        parsing = self.operation.handlers.of_parsing
        # Handlers may change them.
        headers = HeadersDict(answer.headers) if parsing else AnswerHeaders(answer.headers)
        checksum = headers.get(_CHECKSUM)
        if checksum is not None and checksum != str(crc32(answer.body)):
            return None
        response: dict[str, Any] = {
            "headers": headers,
            "status_code": answer.status,
            "body": answer.body,
            "context": {"operation_name": self.operation.model.name},
        }
        customized: dict[str, Any] = {}
        for handler in parsing:
            handler(
                operation_model=self.operation.model,
                response_dict=response,
                customized_response_dict=customized,
            )
        # An error of S3's in a success.
        if response["status_code"] != answer.status:
            return None
        parsed: dict[str, Any] = self.operation.parser().parse(
            response, self.operation.model.output_shape
        )
        parsed.update(customized)
        if "Error" in parsed:
            return None
        parsed["ResponseMetadata"]["RetryAttempts"] = 0
        return parsed
