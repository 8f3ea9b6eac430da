"""FEEL, the expression language of DMN 1.5 with Camunda's additions. See README.md."""

from service.feel.builtins import BUILTIN_FUNCTIONS
from service.feel.errors import Diagnostic, ParseError, Stopped
from service.feel.expression import Expression, Scope, UnaryTests, compile, compile_unary_tests, evaluated  # noqa: A004 - DMN's word
from service.feel.json_values import from_json, to_json
from service.feel.run import Limits, Run
from service.feel.temporal.values import Date, DateTime, DaysTime, Time, YearsMonths
from service.feel.typespec import (
    ANY,
    BUILT_IN,
    ContextType,
    FunctionType,
    KindType,
    ListType,
    NamedType,
    RangeType,
    Type,
)
from service.feel.values import MISSING, Function, Parameter, Range, kind_of

__all__ = [
    "ANY",
    "BUILTIN_FUNCTIONS",
    "BUILT_IN",
    "MISSING",
    "ContextType",
    "Date",
    "DateTime",
    "DaysTime",
    "Diagnostic",
    "Expression",
    "Function",
    "FunctionType",
    "KindType",
    "Limits",
    "ListType",
    "NamedType",
    "Parameter",
    "ParseError",
    "Range",
    "RangeType",
    "Run",
    "Scope",
    "Stopped",
    "Time",
    "Type",
    "UnaryTests",
    "YearsMonths",
    "compile",
    "compile_unary_tests",
    "evaluated",
    "from_json",
    "kind_of",
    "to_json",
]
