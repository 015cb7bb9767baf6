from app.media.picture_count import PictureCount


def test_pictures_are_counted_from_the_one_that_was_asked_for() -> None:
    pictures = PictureCount(40)
    assert pictures.land(1_000) == 1_000
    assert [pictures.next_ms(0) for _ in range(3)] == [1_040, 1_080, 1_120]
    assert pictures.land(1_001) == 1_040, "libVLC leaves out a picture that began before the time asked for"


def test_a_rate_that_is_no_whole_number_does_not_add_up_errors() -> None:
    pictures = PictureCount(1001 / 30)
    pictures.land(0)
    for _ in range(30 * 60 - 1):
        pictures.next_ms(0)
    assert pictures.next_ms(0) == 60_060


def test_where_the_rate_varies_the_clock_counts() -> None:
    pictures = PictureCount(None)
    assert pictures.land(1_234) == 1_234
    assert pictures.next_ms(1_300) == 1_300
    pictures.compare(9_000)
    assert pictures.next_ms(1_350) == 1_350


def test_a_confirmed_time_far_from_the_count_is_believed_and_a_near_one_not() -> None:
    pictures = PictureCount(40)
    pictures.land(0)
    pictures.compare(110)
    assert pictures.next_ms(0) == 40
    pictures.compare(400)
    assert pictures.next_ms(0) == 440
