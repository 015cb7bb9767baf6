"""The stage of step 2 on its own, and the row under it."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from app.common.picture import Picture
from app.domain.anonymise_plan import Box, BoxOrigin, MaskKey, MaskStyle, Track
from app.ui.anonymise.mask_stage import MaskStage
from app.ui.anonymise.mask_transport import MaskTransport
from app.ui.anonymise.tip import Tip

LOW, HIGH = Box(0.3, 0.85, 0.7, 0.95), Box(0.3, 0.05, 0.7, 0.15)
TIP = Tip("gezicht", "Is C hier een gezicht?", (("Enter", "bedek"), ("X", "geen gezicht")))


@pytest.fixture
def stage(qtbot, theme):
    stage = MaskStage(theme)
    qtbot.addWidget(stage)
    stage.resize(800, 450)
    stage.show()
    stage.show_picture(Picture(0, 160, 90, 640, bytes([200] * 640 * 90)))
    return stage


def seen(stage: MaskStage, box: Box) -> QImage:
    area: QRectF = stage.rect_of(box.x0, box.y0, box.x1, box.y1)
    return stage.grab(area.toAlignedRect()).toImage()


@pytest.mark.parametrize("box", [LOW, HIGH])
def test_the_tip_never_lies_on_the_spot_it_asks_about(stage, box):
    stage.show_masks([(Track("one", "C", "", (MaskKey(0, box, BoxOrigin.SEEN, 0.5),)), box)], MaskStyle.SOLID)
    stage.select("one", is_doubtful=True)
    bare, whole = seen(stage, box), stage.grab().toImage()
    stage.set_tip(TIP)
    assert seen(stage, box) == bare
    assert stage.grab().toImage() != whole


def test_the_tip_never_lies_on_what_is_being_drawn(stage):
    stage.set_pending(LOW)
    bare = seen(stage, LOW)
    stage.set_tip(TIP)
    assert seen(stage, LOW) == bare


@pytest.mark.parametrize("width", [980, 906])
def test_the_buttons_for_the_size_say_so_on_a_laptop(qtbot, theme, width):
    """The row's width in a window of 1440 and of 1366 pixels."""
    room = QWidget()
    qtbot.addWidget(room)
    transport = MaskTransport(theme, room)
    room.show()
    transport.resize(width, 52)
    transport.show_times(41_000, 134_000)
    assert transport._words.isVisible()
