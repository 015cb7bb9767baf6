import io

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.lanes import Thumbnail
from app.ui.anonymise.contact_sheet import ContactSheet, sheet_times


def thumbnail(at_ms: int) -> Thumbnail:
    drawn = io.BytesIO()
    Image.new("RGB", (16, 9), (at_ms % 255, 90, 90)).save(drawn, "JPEG")
    return Thumbnail(at_ms, drawn.getvalue())


@pytest.fixture
def sheet(qtbot, theme):
    sheet = ContactSheet(theme)
    qtbot.addWidget(sheet)
    sheet.resize(400, 300)
    sheet.show()
    return sheet


def test_doubtful_spots_stand_between_the_even_ones_and_are_named(qtbot, sheet):
    sheet.show_thumbnails([thumbnail(at_ms) for at_ms in (0, 1000, 1480, 2000, 3000)], 3500, [1480])
    chosen = []
    sheet.time_chosen.connect(chosen.append)
    said = []
    for _ in range(5):
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        said.append(sheet.accessibleDescription())
        QTest.keyClick(sheet, Qt.Key.Key_Right)
    assert chosen == [0, 1000, 1480, 2000, 3000]
    assert [("twijfelplek" in words) for words in said] == [False, False, True, False, False]


def test_every_doubtful_spot_is_there_however_many(sheet):
    doubtful = list(range(500, 60_000, 1000))
    thumbnails = [thumbnail(at_ms) for at_ms in sorted({*sheet_times(60_000), *doubtful})]
    sheet.show_thumbnails(thumbnails, 60_000, doubtful)
    assert {at_ms for at_ms, _ in sheet._pictures} >= set(doubtful)


def test_a_doubtful_spot_looks_different(sheet):
    sheet.show_thumbnails([thumbnail(0)], 500)
    plain = sheet.grab().toImage()
    sheet.show_thumbnails([thumbnail(0)], 500, [0])
    assert sheet.grab().toImage() != plain


@pytest.mark.parametrize(("duration_ms", "count"), [(1, 1), (6000, 6), (12_000, 12), (134_000, 9), (1_200_000, 10)])
def test_at_most_twelve_even_pictures_show_the_whole(duration_ms, count):
    assert len(sheet_times(duration_ms)) == count
