"""What a catalogue file says of a product, and what must hold of it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handlers.documents.language import simplified

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{1,39}$")]
#: as people type it into a plan
ProductCode = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]{1,39}$")]
Age = Annotated[int, Field(ge=0, le=120)]
Years = Annotated[int, Field(ge=1, le=120)]
Percent = Annotated[Decimal, Field(ge=0, le=100)]


class ProductLine(StrEnum):
    """Lines of business (domain specification, 1)."""

    LIFE = "LIFE"
    HEALTH = "HEALTH"
    PROPERTY = "PROPERTY"
    ACCIDENT = "ACCIDENT"
    MOTOR = "MOTOR"
    LIABILITY = "LIABILITY"
    CREDIT = "CREDIT"


class Channel(StrEnum):
    """Ways of selling (domain specification, 1)."""

    AGENT = "AGENT"
    BANCA = "BANCA"
    BROKER = "BROKER"
    TELE = "TELE"
    ONLINE = "ONLINE"
    DIRECT = "DIRECT"
    THIRD_PARTY = "THIRD_PARTY"


class Strict(BaseModel):
    """Takes what it knows and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(Strict):
    """A text in the languages of the procedure; Simplified Chinese is derived where it is not given."""

    zh_hant: Annotated[Text, Field(alias="zh-Hant")]
    zh_hans: Annotated[Text | None, Field(alias="zh-Hans")] = None
    en: Text

    def in_every_language(self) -> dict[str, str]:
        """The text by language."""
        return {"zh-Hant": self.zh_hant, "zh-Hans": self.zh_hans or simplified(self.zh_hant), "en": self.en}


class ClauseEntry(Strict):
    """A clause of the conditions; an exemption says what it means in plain words and what it costs the client."""

    code: Code
    title: Texts
    text: Texts
    exemption: bool = False
    meaning: Texts | None = None
    effect: Texts | None = None

    @model_validator(mode="after")
    def _explains_exemptions(self) -> Self:
        """The law wants exemptions explained one by one (measures on insurance sales conduct, articles 26 and 29)."""
        if self.exemption and (self.meaning is None or self.effect is None):
            raise ValueError("Expected `meaning` and `effect` of an exemption, but one is missing. Add it.")
        return self


class DiscountEntry(Strict):
    """The filed range of discounts, in percent of the premium."""

    min_percent: Percent = Decimal(0)
    max_percent: Percent

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min_percent > self.max_percent:
            raise ValueError("Expected min_percent of at most max_percent, but it is greater. Exchange them.")
        return self


class ProductEntry(Strict):
    """One product of a catalogue file. `handlers.products.Product` tells what the fields mean."""

    code: ProductCode
    name: Texts
    description: Texts
    product_line: ProductLine
    product_class: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$")]
    risk_level: Annotated[int, Field(ge=1, le=5)]
    ordinary: bool
    investment_risk: bool
    channels: tuple[Channel, ...] = ()
    regions: tuple[Text, ...] = ()
    on_sale_from: date
    on_sale_to: date | None = None
    min_age: Age
    max_age: Age
    max_age_at_end: Age | None = None
    max_occupation_class: Annotated[int, Field(ge=1, le=6)]
    terms: tuple[Years, ...] = ()
    max_pay_years: Years | None = None
    rate_basis: Text
    discount: DiscountEntry
    riders: tuple[Code, ...] = ()
    clauses: Annotated[tuple[ClauseEntry, ...], Field(min_length=1)]
    cooling_off_days: Annotated[int, Field(ge=0)]
    demonstration: bool = False
    effective_from: date

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.min_age > self.max_age:
            raise ValueError("Expected min_age of at most max_age, but it is greater. Exchange them.")
        if self.on_sale_to is not None and self.on_sale_to < self.on_sale_from:
            raise ValueError("Expected on_sale_to not before on_sale_from, but it is. Correct one of the days.")
        if (self.max_age_at_end is None) != (not self.terms):
            raise ValueError(
                "Expected both `terms` and `max_age_at_end` (a cover for some years) or neither (a cover for life), "
                "but there is one. Add the other or remove it."
            )
        codes = [each.code for each in self.clauses]
        if len(set(codes)) < len(codes):
            raise ValueError("Expected clauses of different codes, but two are the same. Rename one.")
        return self

    def content(self) -> dict[str, Any]:
        """The product as cases get it, without its version."""
        plain = self.model_dump(exclude={"effective_from", "name", "description", "clauses"})
        return plain | {
            "name": self.name.in_every_language(),
            "description": self.description.in_every_language(),
            "clauses": [_clause(each) for each in self.clauses],
        }


def _clause(clause: ClauseEntry) -> dict[str, Any]:
    texts = {name: getattr(clause, name) for name in ("title", "text", "meaning", "effect")}
    written = {name: None if text is None else text.in_every_language() for name, text in texts.items()}
    return {"code": clause.code, "exemption": clause.exemption, **written}
