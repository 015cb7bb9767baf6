"""Z3: words that look like HTML stay words: in labels, in tooltips, and in a title that is shown all over the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.widgets.labels import Heading, TextLabel, plain_tip

HOSTILE = '<img src="file:///etc/passwd"><b>vet</b>'


@pytest.mark.parametrize("kind", [TextLabel, Heading])
def test_a_label_shows_tags_as_they_are(qtbot, kind):
    label = kind(HOSTILE)
    qtbot.addWidget(label)
    assert isinstance(label, QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_a_tooltip_shows_tags_as_they_are():
    from PySide6.QtGui import QTextDocument

    shown = QTextDocument()
    shown.setHtml(plain_tip(HOSTILE))
    assert shown.toPlainText() == HOSTILE
    assert plain_tip("gewoon & kort") == "gewoon & kort"
