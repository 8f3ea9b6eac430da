"""The service reads the bundle without a word: every file, every reference, every job with its handler."""

from handlers import REGISTRY
from service import diagrams


def test_every_file_reads_and_lints_clean(reading):
    assert reading[1] == []


def test_every_reference_is_declared_in_the_bundle(model):
    assert diagrams.check_references(model) == []


def test_every_job_has_a_handler_and_every_handler_a_job(model):
    registered = {handler.job_type for handler in REGISTRY}
    assert diagrams.check_handlers(model, registered, complete=True) == []
