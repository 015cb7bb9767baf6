import gc
import weakref

import pytest
from PySide6.QtCore import QRectF, QSettings, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from app.common.errors import SystemProblem
from app.ui.theme import DARK
from app.ui.widgets.buttons import MainButton, PlainButton
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.drawing import Facade
from app.ui.widgets.error_panel import ErrorPanel
from app.ui.widgets.file_choice import choose_folder
from app.ui.widgets.labels import Heading
from app.ui.widgets.mark_shape import MarkShape
from app.ui.widgets.message_bar import MessageBar


def picture(widget) -> QImage:
    return widget.grab().toImage()


def test_a_button_that_cannot_work_says_what_is_missing(qtbot, theme):
    button = MainButton(theme, "Verder")
    qtbot.addWidget(button)
    button.set_ready(is_ready=False, missing="Verder: nog 1 gat")
    assert not button.isEnabled()
    assert button.text() == button.accessibleName() == "Verder: nog 1 gat"
    button.set_ready(is_ready=True)
    assert button.isEnabled()
    assert button.text() == "Verder"


def test_a_button_grows_with_the_text(qtbot, theme):
    button = PlainButton(theme, "Opname toevoegen", icon_name="toevoegen", keys=("Ctrl", "N"))
    qtbot.addWidget(button)
    small = button.sizeHint()
    theme.set_scale(1.5)
    assert button.sizeHint().width() > 1.3 * small.width()
    assert button.sizeHint().height() == round(36 * 1.5)


def test_the_four_marks_differ_in_shape_and_not_only_in_colour(qtbot, theme):
    silhouettes = []
    for kind in ("helpt", "schuurt", "kans", "open"):
        mark = MarkShape(theme, kind, size=24)
        qtbot.addWidget(mark)
        image = picture(mark)
        corner = image.pixelColor(0, 0)
        silhouettes.append(tuple(image.pixelColor(x, y) != corner for x in range(image.width()) for y in range(image.height())))
    assert len(set(silhouettes)) == 4


def test_a_mark_without_words_is_hollow(qtbot, theme):
    center = []
    for is_full in (True, False):
        mark = MarkShape(theme, "helpt", size=24, is_full=is_full)
        qtbot.addWidget(mark)
        image = picture(mark)
        center.append(image.pixelColor(image.width() // 2, image.height() // 2).name())
    assert center == [theme.current.mark("helpt").shape.name(), theme.current.hex("kaart").lower()]


def test_an_error_is_told_in_its_own_sentence(qtbot, theme):
    panel = ErrorPanel(theme)
    qtbot.addWidget(panel)
    assert panel.isHidden()
    panel.tell(SystemProblem("no_permission"))
    assert not panel.isHidden()
    assert "mag hier niet schrijven" in panel.text
    assert "no_permission" not in panel.text


def test_a_heading_shows_markup_as_it_was_typed(qtbot, theme):
    heading = Heading("Gezin <b>Beuk</b>", "kop2")
    qtbot.addWidget(heading)
    assert heading.textFormat() is Qt.TextFormat.PlainText
    assert heading.text() == "Gezin <b>Beuk</b>"


def test_a_heading_takes_more_lines_when_it_is_narrow(qtbot, theme):
    heading = Heading("Dit is je reservesleutel. Zet hem op papier.", "kop0")
    qtbot.addWidget(heading)
    assert heading.heightForWidth(300) >= 3 * heading.heightForWidth(2000) - 3


def test_the_house_looks_different_by_day_and_by_night(qtbot, theme):
    facade = Facade(theme)
    qtbot.addWidget(facade)
    facade.resize(300, 300)
    by_day = picture(facade).pixelColor(10, 10).lightness()
    theme.set_mode(DARK)
    assert picture(facade).pixelColor(10, 10).lightness() < by_day / 2


def test_shutters_swing_open_and_tell_when_they_are(qtbot, theme):
    facade = Facade(theme, is_closed=True)
    qtbot.addWidget(facade)
    facade.resize(400, 400)
    facade.show()
    closed = picture(facade)
    with qtbot.waitSignal(facade.opened, timeout=3000):
        facade.swing_open(is_animated=True)
    assert picture(facade) != closed


def test_without_motion_the_shutters_are_open_at_once(qtbot, theme):
    facade = Facade(theme, is_closed=True)
    qtbot.addWidget(facade)
    with qtbot.waitSignal(facade.opened, timeout=50):
        facade.swing_open(is_animated=False)


def test_a_message_stays_in_sight_and_offers_its_action(qtbot, theme):
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(800, 600)
    bar = MessageBar(theme, room)
    room.show()
    undone = []
    bar.say("Moment gewist.", "Ongedaan maken", lambda: undone.append(1))
    assert room.rect().contains(bar.geometry())
    qtbot.mouseClick(bar._button, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert bar.isHidden()


def test_a_question_before_erasing_has_the_careful_answer_ready(qtbot, theme):
    room = QWidget()
    qtbot.addWidget(room)
    question = ConfirmErase(theme, "Wissen?", "Alles is dan weg.", "Wis", "Niet wissen", room)
    question.show()
    qtbot.waitUntil(lambda: question._keep.hasFocus())
    qtbot.keyClick(question, Qt.Key.Key_Return)
    assert question.result() == 0


def test_a_closed_question_is_freed(qtbot, theme):
    room = QWidget()
    qtbot.addWidget(room)
    question = ConfirmErase(theme, "Wissen?", "Alles is dan weg.", "Wis", "Niet wissen", room)
    question.setParent(None)
    trace = weakref.ref(question)
    del question
    gc.collect()
    assert trace() is None


def test_choosing_a_folder_leaves_no_trace_of_it(qtbot, theme, tmp_path, monkeypatch):
    secret = tmp_path / "geheime plek"
    secret.mkdir()
    room = QWidget()
    qtbot.addWidget(room)
    chosen_options = []

    def accept(dialog):
        chosen_options.append(dialog.testOption(QFileDialog.Option.DontUseNativeDialog))
        dialog.setDirectory(str(secret))
        dialog.selectFile(str(secret))
        return 1

    monkeypatch.setattr(QFileDialog, "exec", accept)
    assert choose_folder(room, "Kies") is not None
    qtbot.wait(50)
    settings = QSettings(QSettings.Scope.UserScope, "QtProject")
    settings.sync()
    kept = " ".join(str(settings.value(key)) for key in settings.allKeys())
    assert "geheime" not in kept
    assert chosen_options == [True]


def test_the_program_icon_and_drawings_do_not_need_a_window(qapp, theme):
    from app.ui.widgets.brand import paint_closed_shutters, paint_open_window

    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_open_window(painter, QRectF(0, 0, 40, 40), theme.current.color("luikgroen"))
    paint_closed_shutters(painter, QRectF(0, 0, 40, 40), theme.current.color("luikgroen"), theme.current.color("paneel"))
    painter.end()
    assert any(image.pixelColor(x, 20).alpha() for x in range(40))


@pytest.mark.parametrize("scale", [0.9, 1.5])
def test_key_hints_never_lose_a_letter(qtbot, theme, scale):
    from PySide6.QtGui import QFontMetricsF

    from app.ui.widgets.key_hint import keys_size

    theme.set_scale(scale)
    for key in ("Enter", "Spatie", "Ctrl"):
        words = QFontMetricsF(theme.current.font("tijdlijn", 500)).horizontalAdvance(key)
        assert keys_size(theme.current, (key,)).width() > words + 6
