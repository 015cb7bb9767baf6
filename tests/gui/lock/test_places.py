"""Folders that leave this device by themselves are asked about, in the first start and when a copy is saved."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from app.error_texts import EXPORT_PLACE_TEXTS
from app.services.places import Place
from app.ui.unlock.entrance import entrance_to
from app.ui.unlock.passphrase_step import PassphraseStep
from app.ui.widgets.confirm import ConfirmErase
from app.ui.widgets.place_question import may_be_here

PASSPHRASE = "zevenblad kompas turf marjolein oester"


@pytest.fixture
def answer(qtbot):
    asked = []

    def answer_with(wants_it):
        def act():
            question = QApplication.activeModalWidget()
            assert isinstance(question, ConfirmErase)
            asked.append(" ".join(label.text() for label in question.findChildren(QLabel)))
            (question.accept if wants_it else question.reject)()

        QTimer.singleShot(100, act)
        return asked

    return answer_with


@pytest.fixture
def step(qtbot, theme, tmp_path):
    def make(folder):
        made = PassphraseStep(theme, tmp_path / folder / "Werk.kluis")
        qtbot.addWidget(made)
        made.show()
        made._new.first.set_text(PASSPHRASE)
        made._new.again.set_text(PASSPHRASE)
        return made

    return make


def test_an_ordinary_folder_is_not_asked_about(qtbot, step):
    made = step("Documenten")
    with qtbot.waitSignal(made.chosen, timeout=1000):
        made._on_next()


def test_a_vault_in_a_synced_folder_is_asked_about(qtbot, step, answer):
    made = step("OneDrive - Gemeente")
    asked = answer(False)
    with qtbot.assertNotEmitted(made.chosen):
        made._on_next()
    assert "Deze map gaat naar OneDrive" in asked[0]
    assert "verlaat dit apparaat" in asked[0]


def test_who_wants_it_there_anyway_can(qtbot, step, answer):
    made = step("Dropbox")
    answer(True)
    with qtbot.waitSignal(made.chosen, timeout=5000):
        made._on_next()


def test_the_proposed_folder_is_not_a_synced_one(qtbot, theme, jobs, monkeypatch, tmp_path):
    monkeypatch.setattr("app.ui.unlock.entrance.default_vaults_folder", lambda: tmp_path / "OneDrive" / "Documents")
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    first_start = entrance_to(None, theme, jobs, None, has_motion=False)
    qtbot.addWidget(first_start)
    assert first_start._passphrase._folder == tmp_path / "thuis" / "Werk.kluis"


@pytest.mark.parametrize("wants_it", [True, False])
def test_a_copy_on_the_network_is_asked_about(qtbot, theme, window, answer, wants_it):
    asked = answer(wants_it)
    assert may_be_here(Place("network"), EXPORT_PLACE_TEXTS, theme, window) == wants_it
    assert "Wie daar bij kan, kan de kopie zien" in asked[0]


@pytest.mark.parametrize("kind", ["local", "removable"])
def test_a_copy_on_this_device_or_a_stick_is_not(theme, window, kind):
    assert may_be_here(Place(kind), EXPORT_PLACE_TEXTS, theme, window)
