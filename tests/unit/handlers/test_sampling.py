"""The lot of a case: the same each time, and fair over many cases."""

from collections import Counter

from handlers.sampling import draw_sample


def draw(context, case, stage="S1", **variables):
    context.headers = {"stage": stage}
    return draw_sample({"case": case, **variables}, context)["draw"]


def test_the_lot_is_the_remainder_of_a_sha_256(context, case):
    # sha256("PS-20261123-000001/1/S1") begins with 8 bytes whose number leaves this remainder of 100
    assert draw(context, case) == 19


def test_each_stage_has_its_own_lot_and_keeps_it(context, case):
    first = draw(context, case, "S3")
    context.process_instance_key = 2  # the stage runs again
    assert draw(context, case, "S3", sampling={"S3": first}) == first
    assert draw(context, case, "S3") != first


def test_lots_are_spread_evenly(context, case):
    drawn = Counter(draw(context, case | {"case_no": f"PS-20261123-{number:06d}"}) // 10 for number in range(5000))
    assert set(drawn) == set(range(10))
    assert all(400 < count < 600 for count in drawn.values())
