"""S5 to S7 deployed without the stages before them, and where they begin."""

import pytest

from tests.acceptance.late_stages import (
    MONDAY,
    accepted_quotation,
    complete_file,
    late_files,
    product_of,
    signed_papers,
)
from tests.acceptance.stagework import StageWork


@pytest.fixture(scope="module")
def work(server, http, client, deploy, catalogue):  # noqa: ARG001 - the catalogue must be loaded
    deploy(late_files())
    yield StageWork(server, http)
    client.reset_clock()


@pytest.fixture(scope="module")
def product(server, work):  # noqa: ARG001 - after the catalogue
    return product_of(server)


@pytest.fixture(scope="module")
def signed(work, product):
    """What S5 leaves behind; the papers of S1 to S4 are taken as issued."""
    work.go(MONDAY)
    return signed_papers(work, accepted_quotation(product))


@pytest.fixture(scope="module")
def filed(work, signed):
    """What S6 leaves behind."""
    return complete_file(work, signed)


@pytest.fixture
def approval(work, filed):
    """Starts S7 on a Monday; changes replace whole topics."""

    def start(**changes):
        work.go(MONDAY)
        return work.start("final_approval", filed | changes)

    return start
