"""Every screen as a screen reader and a keyboard meet it: everything that can be used has a name, a role, and a way to reach it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.common.progress import JobContext
from app.domain.moment import MomentKind
from app.services.moments import MomentDraft
from tests.support.clips import numbered_clip
from tests.support.consents import everybody_agrees

_USABLE = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
    QAccessible.Role.ButtonMenu,
}
_NO_ROLES = {QAccessible.Role.NoRole, QAccessible.Role.Client}


def interfaces(root):
    """Walk the tree a screen reader gets, what is not in view left out."""
    waiting = [QAccessible.queryAccessibleInterface(root)]
    while waiting:
        found = waiting.pop()
        if found is None or not found.isValid() or found.state().invisible:
            continue
        yield found
        waiting += [found.child(index) for index in range(found.childCount())]


def told(interface):
    widget = interface.object()
    return f"{type(widget).__name__} {widget.objectName() if widget else ''} {interface.role().name} in {_path(widget)}"


def _path(widget):
    names = []
    while isinstance(widget, QWidget) and len(names) < 6:
        names.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(names)


def check(root):
    nameless, roleless, out_of_reach, count = [], [], [], 0
    for found in interfaces(root):
        widget, state = found.object(), found.state()
        is_usable = found.role() in _USABLE
        count += is_usable
        must_have_name = (is_usable or state.focusable) and not state.disabled and not _is_only_a_frame(widget)
        if must_have_name and not found.text(QAccessible.Text.Name).strip():
            nameless.append(told(found))
        if state.focusable and found.role() in _NO_ROLES and not _is_only_a_frame(widget):
            roleless.append(told(found))
        if isinstance(widget, QAbstractButton) and widget.isEnabled() and not _can_be_reached(widget):
            out_of_reach.append(told(found))
    assert nameless == []
    assert roleless == []
    assert out_of_reach == []
    return count


def _is_only_a_frame(widget):
    """Whether it takes the keyboard only to hand it on: a scroll area, or a part Qt made inside one of its own widgets."""
    return widget is None or type(widget).__name__ == "QScrollArea" or widget.objectName().startswith("qt_")


def _can_be_reached(button):
    group = button.group()
    if group is not None and group.exclusive():
        return any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in group.buttons())
    return bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) or button.objectName().startswith("qt_")


def test_the_entrance(make_window):
    assert check(make_window()) > 3


def test_every_place_and_what_opens_over_it(window):
    assert {"recordings", "fragments", "safety"} <= set(window._places)
    for place in window._places:
        window.show_place(place)
        assert check(window) > 3
    for section in window.place("safety").sections:
        window.place("safety").go_to(section)
        check(window)
    window.add_recordings([])
    check(window)
    window.show_place("recordings")
    window.ways.open_consent(window.session.recordings.list()[0].recording_id)
    check(window)
    window._on_help()
    check(window._help)


@pytest.fixture
def real_recording(window, tmp_path):
    numbered_clip(tmp_path / "a.mp4", frames=50)
    recording = window.session.recordings.import_file(tmp_path / "a.mp4", title="Beuk", context=JobContext())
    everybody_agrees(window.session, recording.recording_id)
    window.session.moments.add(MomentDraft(recording.recording_id, 400, 900, MomentKind.KANS, see="Ik wacht"))
    return recording


def test_the_kijkkamer_and_making_a_fragment_unrecognisable(qtbot, window, real_recording):
    window.open_recording(real_recording.recording_id)
    screen = window.current_screen
    qtbot.waitUntil(lambda: screen.stage.picture is not None and bool(screen.watch.panes.accessible_items()), timeout=30_000)
    for size in ((1366, 698), (1440, 900)):
        window.resize(*size)
        screen.controls.go_to_neighbour(1)
        assert check(window) > 20
    screen.controls.act("mark_helpt")
    names = {found.text(QAccessible.Text.Name) for found in interfaces(screen)}
    assert "Beeld van de opname" in names
    assert "Raam: waar let je op?" in names or not screen.watch.panes.isVisible()
    assert any(name.startswith("Kans, 00:00") for name in names)
    assert "Z: ongedaan" in names, "the way to take a mark back floats over the picture"
    for mode in ("focus_mode", "focus_mode"):
        screen.controls.act(mode)
        check(window)
    screen.controls.act("picture")
    screen.watch.panes.card_requested.emit("v11", QPoint(50, 50))
    cards = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not window]
    assert [check(card) > 2 for card in cards] == [True]
    cards[0].close()
    screen.controls.go_to_neighbour(1)
    screen.controls.act("fragment")
    check(window)
