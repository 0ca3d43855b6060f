"""What an operation answers with, as the AWS CLI prints it: its pages made one."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from awscli import __version__
from awscli.customizations.paginate import get_paginator_config

from awsbatch.aws.line_check.output_shape import answer_of
from awsbatch.aws.session.session import Session
from awsbatch.contract.answer import ANYTHING, STRING, Answer, Known, Object, known

# awscli 1.46: where pages are limited, the field for what follows has this name.
_RESUMING = "NextToken"
# botocore's own name for the metadata that the CLI does not print.
_METADATA = "ResponseMetadata"
# awscli 1.46: the CLI makes something else of these answers.
_TRANSLATED = frozenset({("datapipeline", "GetPipelineDefinition")})
_FROM_FIRST_PAGE = "`aws` prints it with `--no-paginate` only"
_FOLLOWED = "`aws` reads all pages; with `--max-items N`, what is left begins at `NextToken`"
_IN_FILE = "`aws` writes it to the file that the command names"

_Paths: TypeAlias = Mapping[str, "_Paths | None"]
"""The fields that are taken from an answer: whole ones (None), or some of their own fields."""


class OperationAnswer:
    """What one operation answers with, by what its command asks for."""

    def __init__(self, session: Session, model: Any, command: str) -> None:
        """Begin with the model of an operation and the command that messages name, `ec2 …`."""
        self._session = session
        self._model = model
        self._command = f"`{command}` (AWS CLI {__version__})"

    def of_pages(self, *, limited: bool) -> Answer:
        """Return what is printed of all pages, or of those up to a limit on their items."""
        if self._config is None:
            return self.whole
        return self._limited if limited else self._paged

    @cached_property
    def whole(self) -> Known:
        """All that one response of the operation holds."""
        model, service = self._model, self._model.service_model.service_name
        if (service, model.name) in _TRANSLATED:
            return ANYTHING
        if model.output_shape is None:
            return Object({}, f"the answer of {self._command}", {})
        answer = known(answer_of(model.output_shape, service, "", self._command))
        left_out = {_METADATA: "`aws` does not print it"}
        if model.has_streaming_output:
            left_out[model.output_shape.serialization["payload"]] = _IN_FILE
        return _without(answer, left_out)

    @cached_property
    def _config(self) -> Any:
        """The paginator's configuration, or None for an operation without pages."""
        model = self._model
        config = get_paginator_config(self._session, model.service_model.service_name, model.name)
        return config if config and config.get("result_key") else None

    @cached_property
    def _paged(self) -> Known:
        paths: dict[str, Any] = {}
        for key in (
            *_listed(self._config["result_key"]),
            *self._config.get("non_aggregate_keys", ()),
        ):
            _add(paths, key.split("."))
        tokens = {token.split(".")[-1] for token in _listed(self._config["output_token"])}
        paged = _only(self.whole, paths, tokens)
        if not isinstance(paged, Object) or _RESUMING in paged.fields:
            return paged
        return Object(paged.fields, paged.name, {**paged.left_out, _RESUMING: _FOLLOWED})

    @cached_property
    def _limited(self) -> Known:
        paged = self._paged
        if not isinstance(paged, Object):
            return paged
        left_out = {name: how for name, how in paged.left_out.items() if how != _FOLLOWED}
        return Object({**paged.fields, _RESUMING: STRING}, paged.name, left_out)


def _listed(keys: Any) -> Iterable[str]:
    return keys if isinstance(keys, list) else [keys]


def _add(paths: dict[str, Any], steps: list[str]) -> None:
    first, *others = steps
    if not others:
        paths[first] = None
    elif paths.setdefault(first, {}) is not None:
        _add(paths[first], others)


def _without(answer: Known, left_out: Mapping[str, str]) -> Known:
    if not isinstance(answer, Object):
        return answer
    if not any(name in answer.fields for name in left_out):
        return Object(answer.fields, answer.name, left_out)
    fields = {name: answer.fields[name] for name in answer.fields if name not in left_out}
    return Object(fields, answer.name, left_out)


def _only(answer: Answer, paths: _Paths, tokens: Iterable[str]) -> Known:
    """Return an answer with the fields at these paths only."""
    whole = known(answer)
    if not isinstance(whole, Object):
        return whole
    fields: dict[str, Answer] = {}
    for name, inner in paths.items():
        if name in whole.fields:
            field = whole.fields[name]
            fields[name] = field if inner is None else _only(field, inner, tokens)
    left_out = {
        name: _FOLLOWED if name in tokens else _FROM_FIRST_PAGE
        for name in whole.fields
        if name not in fields
    }
    return Object(fields, whole.name, {**whole.left_out, **left_out})
