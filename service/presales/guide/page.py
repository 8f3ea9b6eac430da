"""The guide as one HTML page: self-contained, to be read on screen and printed."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import html
from lxml.html.builder import CLASS, E

from service.presales.guide.contents import Chapter, DecisionInWords, Guide, RolePart, Sheet, Step

_STYLE = Path(__file__).with_name("page.css")
Facts = Iterable[tuple[str, Iterable[str]]]


def page(guide: Guide) -> bytes:
    """The page in UTF-8."""
    document = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.title(guide.title),
            E.style(_STYLE.read_text("utf-8")),
        ),
        E.body(
            E.nav(*_navigation(guide)),
            E.main(
                E.header(E.h1(guide.title), E.p(guide.purpose), E.p(CLASS("edition"), guide.edition)),
                *(_chapter(each, guide) for each in guide.chapters),
                E.section(CLASS("roles"), E.h2(guide.words["roles"], id="roles"), *_roles(guide)),
            ),
        ),
        lang=guide.language,
    )
    return bytes(html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>"))


def _navigation(guide: Guide) -> Iterator[Any]:
    yield E.h2(guide.words["stages"])
    yield E.ul(*(E.li(E.a(each.name, href=f"#{each.id}")) for each in guide.chapters))
    yield E.h2(guide.words["roles"])
    yield E.ul(*(E.li(E.a(each.name, href=f"#role-{each.role}")) for each in guide.roles))


def _chapter(chapter: Chapter, guide: Guide) -> Any:
    section = E.section(CLASS("chapter"), E.h2(chapter.name, id=chapter.id))
    if chapter.says or chapter.facts:
        section.append(_facts([*((head, [text]) for head, text in chapter.says), *chapter.facts]))
    for sheet in chapter.sheets:
        section.extend(_sheet(sheet, chapter, guide))
    section.extend(_decision(each) for each in chapter.decisions)
    return section


def _sheet(sheet: Sheet, chapter: Chapter, guide: Guide) -> Iterator[Any]:
    if sheet.name != chapter.name:
        yield E.h3(sheet.name, id=f"sheet-{sheet.id}")
    if sheet.purpose:
        yield E.p(sheet.purpose)
    for part in sheet.parts:
        yield _part(part, guide)


def _part(part: RolePart, guide: Guide) -> Any:
    return E.div(CLASS("part"), E.h4(part.name), *(_step(each, guide) for each in part.steps))


def _step(step: Step, guide: Guide) -> Any:
    facts = _facts([*((title, [text]) for title, text in step.says), *step.facts])
    for decision, name in step.decisions:
        facts.append(E.dt(guide.words["decides"]))
        facts.append(E.dd(E.a(name, href=f"#{decision}")))
    return E.article(CLASS("step"), E.h5(step.name, E.span(CLASS("kind"), step.kind), id=f"step-{step.id}"), facts)


def _decision(decision: DecisionInWords) -> Any:
    section = E.section(CLASS("decision"), E.h3(decision.name, id=decision.id))
    told = " ".join(filter(None, (decision.purpose, decision.counting)))
    if told:
        section.append(E.p(told))
    if decision.rules:
        lines = (E.li(rule.sentence, *([E.small(rule.source)] if rule.source else [])) for rule in decision.rules)
        section.append(E.ol(*lines))
    return section


def _roles(guide: Guide) -> Iterator[Any]:
    names = {each.id: each.name for each in guide.chapters}
    for role in guide.roles:
        yield E.h3(role.name, id=f"role-{role.role}")
        by_chapter: dict[str, list[Any]] = {}
        for chapter, step, name in role.steps:
            by_chapter.setdefault(chapter, []).append(E.li(E.a(name, href=f"#step-{step}")))
        yield E.dl(*(part for each, steps in by_chapter.items() for part in (E.dt(names[each]), E.dd(E.ul(*steps)))))


def _facts(facts: Facts) -> Any:
    rows = E.dl()
    for head, texts in facts:
        listed = list(texts)
        rows.append(E.dt(head))
        rows.append(E.dd(listed[0] if len(listed) == 1 else E.ul(*(E.li(each) for each in listed))))
    return rows
