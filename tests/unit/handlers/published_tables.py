"""Published mortality tables, read by our importer from the files that the package pymort carries.

The package has no licence: it is installed for the tests, its code is not imported, and nothing of it is shipped."""

from functools import lru_cache
from importlib.metadata import distribution

from handlers.pricing.mortality import MortalityTable
from handlers.pricing.tables import from_xtbml


def content(number: int) -> bytes:
    return distribution("pymort").locate_file(f"pymort/table_xml/t{number}.xml").read_bytes()


@lru_cache
def published(number: int) -> MortalityTable:
    # HKA01 ends with 0.685 at 100: closed there
    return from_xtbml(content(number), f"t{number}", age_basis="ALB", close=number == 2008)
