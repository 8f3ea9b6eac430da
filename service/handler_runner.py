"""Calls one handler and turns what comes of it, a result or an exception, into an outcome.

The only importer of the handlers' registry. Quick handlers are called where they stand. Slow ones are called in a
process of their own, which alone bounds them: a thread that hangs cannot be ended, a process can.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from handlers.ports import (
    Document,
    HandlerContext,
    MessageProvider,
    Parameters,
    SentMessage,
    Signature,
    SignatureProvider,
)
from handlers.registry import BpmnError, Handler, Registry
from service import exact_json
from service.diagrams.templates import JobTypeDescription

#: bytes of JSON that a handler may return: variables are loaded at each step, so large ones belong in documents
RESULT_LIMIT = 4 * 1024 * 1024
#: bytes of all documents that one run may hand over
DOCUMENTS_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a handler: the job, and the variables that its element sees."""

    job_key: int
    job_type: str
    process_instance_key: int
    element_id: str
    headers: Mapping[str, str]
    variables: Mapping[str, Any]
    now: datetime
    #: what the handler reads beside the variables
    records: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Completed:
    """The handler returned; its documents and signatures, and what it told clients, are stored with the result."""

    variables: Mapping[str, Any]
    documents: tuple[Document, ...] = ()
    signatures: tuple[Signature, ...] = ()
    messages: tuple[SentMessage, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorThrown:
    """The handler raised BpmnError: the modelled way out."""

    code: str
    message: str
    variables: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """The handler broke. `retry`: whether another run could end otherwise."""

    message: str
    retry: bool = True


Outcome = Completed | ErrorThrown | Failed


class HandlerRunner:
    """The registered handlers and what they need from outside.

    `registry` names the registry as `module:attribute`, so that other processes find it too."""

    def __init__(
        self,
        parameters: Parameters,
        registry: str = "handlers:REGISTRY",
        signature_provider: SignatureProvider | None = None,
        public_url: str = "",
        message_provider: MessageProvider | None = None,
        house_style: Path | None = None,
    ) -> None:
        self.parameters = parameters
        self.signature_provider = signature_provider
        self.public_url = public_url
        self.message_provider = message_provider
        self.house_style = house_style
        self.registry_name = registry
        module, attribute = registry.split(":")
        self._registry: Registry = getattr(importlib.import_module(module), attribute)

    def __reduce__(self) -> tuple[type["HandlerRunner"], tuple[Any, ...]]:
        """Other processes look the handlers up by name."""
        providers = (self.signature_provider, self.public_url, self.message_provider, self.house_style)
        return HandlerRunner, (self.parameters, self.registry_name, *providers)

    def knows(self, job_type: str) -> bool:
        """Whether a handler of ours works on the type; else an external worker does."""
        return self._registry.get(job_type) is not None

    def is_quick(self, job_type: str) -> bool:
        """Whether a handler of ours works on the type between two steps of the engine."""
        handler = self._registry.get(job_type)
        return handler is not None and handler.queue is None

    def queue(self, job_type: str) -> str | None:
        """The queue of a slow handler; None for quick ones and unknown types."""
        handler = self._registry.get(job_type)
        return None if handler is None else handler.queue

    def queues(self) -> set[str]:
        """The queues of all slow handlers."""
        return {handler.queue for handler in self._registry if handler.queue is not None}

    def deadline(self, job_type: str) -> int:
        """Seconds that a run may take."""
        handler = self._registry.get(job_type)
        return 60 if handler is None else handler.deadline_seconds

    def reads(self, job_type: str) -> tuple[str, ...]:
        """The records that the handler of a job type asks for."""
        handler = self._registry.get(job_type)
        return () if handler is None else handler.reads

    def job_types(self) -> set[str]:
        """Every type that a handler is registered for."""
        return {handler.job_type for handler in self._registry}

    def described(self) -> list[JobTypeDescription]:
        """Every handler as the modeler shows it."""
        return [
            JobTypeDescription(
                job_type=handler.job_type,
                name=handler.name,
                documentation=handler.documentation,
                inputs=None if handler.inputs is None else handler.inputs.model_json_schema(),
                outputs=None if handler.outputs is None else handler.outputs.model_json_schema(),
            )
            for handler in self._registry
        ]

    def run(self, run: JobRun) -> Outcome:
        """Call the handler of the run's type. Never raises."""
        handler = self._registry.get(run.job_type)
        if handler is None:
            return Failed(f"Expected a handler for '{run.job_type}', but none is registered.", retry=False)
        context = HandlerContext(
            job_key=run.job_key,
            process_instance_key=run.process_instance_key,
            element_id=run.element_id,
            headers=run.headers,
            now=run.now,
            parameters=self.parameters,
            records=run.records,
            public_url=self.public_url,
            house_style=self.house_style,
            signature_provider=self.signature_provider,
            message_provider=self.message_provider,
        )
        return _within_limits(_call(handler, run.variables, context), run.job_type)


def _call(handler: Handler, variables: Mapping[str, Any], context: HandlerContext) -> Outcome:
    try:
        result = handler(variables, context)
    except BpmnError as error:
        return ErrorThrown(error.code, error.message, error.variables)
    except ValidationError as error:
        return Failed(_misfit(handler.job_type, error), retry=False)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises costs a retry, never the service
        return Failed(f"{type(error).__name__}: {error}"[:2000])
    return Completed(result, tuple(context.documents), tuple(context.signatures), tuple(context.messages))


def _misfit(job_type: str, error: ValidationError) -> str:
    """Which fields do not fit and why; never their values, which may be personal."""
    fields = "; ".join(
        f"{'.'.join(str(part) for part in each['loc']) or 'variables'}: {each['msg']}" for each in error.errors()[:10]
    )
    return f"Expected variables that fit {error.title} of '{job_type}', but {fields}. Mend them and resolve."


def _within_limits(outcome: Outcome, job_type: str) -> Outcome:
    if isinstance(outcome, Failed):
        return outcome
    try:
        size = len(exact_json.encode(outcome.variables))
    except (TypeError, ValueError) as error:
        return Failed(f"Expected '{job_type}' to return JSON values, but: {error}", retry=False)
    if size > RESULT_LIMIT:
        return Failed(
            f"Expected at most {RESULT_LIMIT} bytes of variables from '{job_type}', but it returned {size}. "
            "Hand large contents over as documents.",
            retry=False,
        )
    documents = outcome.documents if isinstance(outcome, Completed) else ()
    total = sum(len(document.content) for document in documents)
    if total > DOCUMENTS_LIMIT:
        return Failed(
            f"Expected at most {DOCUMENTS_LIMIT} bytes of documents from '{job_type}', but there are {total}.",
            retry=False,
        )
    return outcome
