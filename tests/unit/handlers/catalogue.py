"""Products as cases get them: those of the bundled catalogue, and wide ones for classes that it does not have."""

from pathlib import Path

from service.presales.catalogue.files import read_catalogues

FILE = Path(__file__).parents[3] / "bpmn" / "jurisdictions" / "CN" / "catalogue.toml"
[CATALOGUE] = read_catalogues({FILE.name: FILE.read_bytes()})
PRODUCTS = {each.entry.product_class: each.entry.content() | {"version": 1} for each in CATALOGUE.products}
RIDERS = ["ACCIDENT_DEATH", "CRITICAL_ILLNESS", "WAIVER"]


def product(product_class, **change):
    """The demonstration product of a class, with changes."""
    wide = {"min_age": 0, "max_age": 105, "max_age_at_end": None, "max_occupation_class": 6, "terms": []}
    given = PRODUCTS.get(product_class) or PRODUCTS["TERM"] | wide | {"riders": RIDERS}
    return given | {"product_class": product_class} | change
