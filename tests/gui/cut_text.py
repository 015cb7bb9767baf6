"""Find words that do not fit where they stand."""

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from app.ui.widgets.buttons import Button


def cut_texts(room: QWidget) -> list[str]:
    """Return the words of visible labels and buttons that are cut off."""
    cut = []
    for label in room.findChildren(QLabel):
        if label.isVisible() and label.text() and not _fits(label):
            cut.append(f"label {label.size().toTuple()}: {label.text()}")
    for button in room.findChildren(Button):
        if button.isVisible() and (button.width() < button.sizeHint().width() or button.height() < button.sizeHint().height()):
            cut.append(f"button {button.size().toTuple()}: {button.text()}")
    return cut


def unnamed(room: QWidget) -> list[str]:
    """Return the visible controls a screen reader has no name for."""
    return [
        type(button).__name__
        for button in room.findChildren(QAbstractButton)
        if button.isVisible() and not (button.accessibleName() or button.text())
    ]


def _fits(label: QLabel) -> bool:
    if label.hasHeightForWidth():
        return label.height() >= label.heightForWidth(label.width())
    return label.width() >= label.sizeHint().width() and label.height() >= label.fontMetrics().height()
