"""What the operating guide says, in one language: what HTML and PDF are made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """One line of a decision table. `source` is its annotation: where the rule comes from."""

    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class DecisionInWords:
    """A decision: what it is for, how its lines count, and what each of them says. Other logic has no lines."""

    id: str
    name: str
    purpose: str
    counting: str
    rules: tuple[RuleInWords, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A task. `facts` are what else counts for it, by heading: what is filled in, who reviews whom, what comes out."""

    id: str
    name: str
    kind: str
    #: goal, steps, cautions: heading and text
    says: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    #: id and name of the decisions that it takes
    decisions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RolePart:
    """What one role does on a sheet, in the order of the procedure."""

    role: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A diagram: the stage's own, or one that it calls."""

    id: str
    name: str
    purpose: str
    parts: tuple[RolePart, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stage of the procedure, or a diagram that several stages call."""

    id: str
    name: str
    #: goal, steps, cautions, as the sheet of the whole procedure has them
    says: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    sheets: tuple[Sheet, ...]
    decisions: tuple[DecisionInWords, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """What a role does in the whole procedure: chapters and steps, by id and name."""

    role: str
    name: str
    steps: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The operating guide. `words` are the headings that its pages need."""

    language: str
    title: str
    purpose: str
    edition: str
    words: dict[str, str]
    chapters: tuple[Chapter, ...]
    roles: tuple[Role, ...]
