import pytest
from prometheus_client import REGISTRY

from service import metrics


def counted(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0


def test_what_a_transaction_counts_is_counted_when_it_has_committed():
    before = counted("presales_jobs_total", type="quote", outcome="completed")
    with metrics.counted_if_committed():
        metrics.job_ended("quote", "completed")
        assert counted("presales_jobs_total", type="quote", outcome="completed") == before
    assert counted("presales_jobs_total", type="quote", outcome="completed") == before + 1


def test_what_was_rolled_back_is_not_counted():
    before = counted("presales_steps_total")
    with pytest.raises(RuntimeError), metrics.counted_if_committed():
        metrics.steps_taken(5)
        raise RuntimeError
    assert counted("presales_steps_total") == before


def test_waits_are_never_negative():
    before = counted("presales_job_wait_seconds_sum", type="early")
    metrics.job_begun("early", -3.0)
    assert counted("presales_job_wait_seconds_sum", type="early") == before


def test_the_exposition_has_every_metric_that_is_described():
    metrics.request_answered("GET", "/livez", 200, 0.01)
    metrics.job_ended("quote", "failed")
    metrics.job_begun("quote", 0.1)
    gauges = {each.name: 3.0 for each in metrics.described() if not each.labels and each.name != "presales_steps_total"}
    text = metrics.exposition(gauges).decode()
    assert [each.name for each in metrics.described() if f"# HELP {each.name.removesuffix('_total')}" not in text] == []
    assert "presales_incidents_open 3.0" in text
