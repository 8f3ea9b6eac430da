import pytest

from service.diagrams.layout.geometry import Point, Rectangle, Segment, segments

BOX = Rectangle(100, 100, 100, 80)


def segment(x1, y1, x2, y2):
    return Segment(Point(x1, y1), Point(x2, y2))


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        (Rectangle(150, 150, 100, 80), True),
        (Rectangle(120, 120, 10, 10), True),
        (Rectangle(200, 100, 100, 80), False),  # side by side
        (Rectangle(100, 180, 100, 80), False),
        (Rectangle(250, 100, 10, 10), False),
    ],
)
def test_rectangles_overlap_if_their_insides_meet(other, overlap):
    assert BOX.overlaps(other) is overlap
    assert other.overlaps(BOX) is overlap


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        (segment(0, 140, 300, 140), True),  # straight through
        (segment(150, 0, 150, 120), True),  # ends inside
        (segment(90, 90, 210, 190), True),  # corner to corner
        (segment(0, 100, 300, 100), False),  # along the upper side
        (segment(200, 0, 200, 300), False),  # along the right side
        (segment(0, 140, 100, 140), False),  # up to the left side
        (segment(0, 0, 90, 300), False),
    ],
)
def test_a_line_enters_a_box_only_through_its_inside(line, inside):
    assert line.enters(BOX) is inside


def test_lines_cross_where_both_go_on():
    level = segment(0, 0, 100, 0)
    assert level.crosses(segment(50, -10, 50, 10))
    assert not level.crosses(segment(50, 0, 50, 10))  # a branch begins on the line
    assert not level.crosses(segment(100, -10, 100, 10))
    assert not level.crosses(segment(20, 0, 60, 0))


def test_lines_run_along_each_other_for_some_length():
    level = segment(0, 0, 100, 0)
    assert level.runs_along(segment(150, 0, 50, 0))
    assert not level.runs_along(segment(100, 0, 200, 0))  # end to end
    assert not level.runs_along(segment(0, 5, 100, 5))
    assert not level.runs_along(segment(50, 0, 50, 100))


def test_a_polyline_has_one_piece_less_than_points():
    points = (Point(0, 0), Point(10, 0), Point(10, 10))
    assert list(segments(points)) == [segment(0, 0, 10, 0), segment(10, 0, 10, 10)]
