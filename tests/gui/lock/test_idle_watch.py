import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from app.ui.lock.idle_watch import IdleWatch


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def told():
    return []


@pytest.fixture
def watch(qapp, clock, told):
    made = IdleWatch(10, lambda: False, now=clock)
    made.warned.connect(lambda: told.append("warned"))
    made.stayed.connect(lambda: told.append("stayed"))
    made.ran_out.connect(lambda: told.append("ran out"))
    made.start()
    yield made
    made.stop()


def pass_time(watch, clock, seconds):
    for _ in range(seconds):
        clock.now += 1
        watch.look()


def test_it_warns_half_a_minute_before_and_only_once(watch, clock, told):
    pass_time(watch, clock, 569)
    assert told == []
    pass_time(watch, clock, 30)
    assert told == ["warned"]
    pass_time(watch, clock, 1)
    assert told == ["warned", "ran out"]


def test_a_key_in_any_window_is_a_hand(qtbot, watch, clock, told):
    dialog = QDialog()
    field = QLineEdit(dialog)
    qtbot.addWidget(dialog)
    dialog.show()
    pass_time(watch, clock, 580)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert told == ["warned", "stayed"]
    pass_time(watch, clock, 569)
    assert told == ["warned", "stayed"]


def test_the_mouse_is_a_hand(qtbot, watch, clock, told):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    pass_time(watch, clock, 580)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    assert told == ["warned", "stayed"]


def test_what_the_program_sends_itself_is_no_hand(qtbot, watch, clock, told):
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    pass_time(watch, clock, 580)
    at = QPointF(1, 1)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(field, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier))
    field.setText("vanzelf")
    field.repaint()
    assert told == ["warned"]


def test_time_asleep_is_time_without_hands(watch, clock, told):
    clock.now += 8 * 3600
    watch.look()
    assert told == ["ran out"]


def test_a_shorter_time_works_at_once(watch, clock, told):
    pass_time(watch, clock, 200)
    watch.set_minutes(5)
    pass_time(watch, clock, 99)
    assert told == ["warned"]
    pass_time(watch, clock, 1)
    assert told == ["warned", "ran out"]
