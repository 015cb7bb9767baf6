"""What a screen reader finds in the parts we paint ourselves: a list of named items inside one widget."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


@dataclass(frozen=True)
class AccessibleItem:
    """One thing in a painted widget: what it is called, where it is in the widget, and whether it is the chosen one."""

    name: str
    rect: QRect
    is_selected: bool = False


@runtime_checkable
class HasAccessibleItems(Protocol):
    """A painted widget that can name what is in it."""

    items_role: QAccessible.Role
    item_role: QAccessible.Role
    accessible_items: Callable[[], list[AccessibleItem]]


# PySide6's stubs leave out that Qt expects no interface (None) where there is none; hence the ignored overrides below.


class _ItemInterface(QAccessibleInterface):
    def __init__(self, widget: QWidget, index: int) -> None:
        super().__init__()
        self._widget = widget
        self._index = index

    def isValid(self) -> bool:
        return isValid(self._widget) and self._index < len(_items(self._widget))

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return None

    def role(self) -> QAccessible.Role:
        return self._widget.item_role if isinstance(self._widget, HasAccessibleItems) else QAccessible.Role.StaticText

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.selectable = True
        state.selected = self.isValid() and _items(self._widget)[self._index].is_selected
        return state

    def text(self, kind: QAccessible.Text) -> str:
        return _items(self._widget)[self._index].name if self.isValid() and kind is QAccessible.Text.Name else ""

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        own = _items(self._widget)[self._index].rect
        return QRect(self._widget.mapToGlobal(own.topLeft()), own.size())

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return QAccessible.queryAccessibleInterface(self._widget) if isValid(self._widget) else None

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None


class _ListInterface(QAccessibleInterface):
    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self._widget = widget
        # Qt borrows what `child` returns, so each must live as long as its parent.
        self._children: list[_ItemInterface] = []

    def isValid(self) -> bool:
        return isValid(self._widget)

    def object(self) -> QObject | None:  # type: ignore[override]
        return self._widget if self.isValid() else None

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._widget.window().windowHandle() if self.isValid() else None

    def role(self) -> QAccessible.Role:
        return self._widget.items_role if isinstance(self._widget, HasAccessibleItems) else QAccessible.Role.Grouping

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        if self.isValid():
            state.focusable = True
            state.focused = self._widget.hasFocus()
            state.invisible = not self._widget.isVisible()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        texts = {QAccessible.Text.Name: self._widget.accessibleName(), QAccessible.Text.Description: self._widget.accessibleDescription()}
        return texts.get(kind, "")

    def setText(self, _kind: QAccessible.Text, _text: str) -> None:
        return

    def rect(self) -> QRect:
        return QRect(self._widget.mapToGlobal(self._widget.rect().topLeft()), self._widget.size()) if self.isValid() else QRect()

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        above = self._widget.parentWidget() if self.isValid() else None
        return QAccessible.queryAccessibleInterface(above) if above else None

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        count = len(_items(self._widget)) if self.isValid() else 0
        self._children += [_ItemInterface(self._widget, each) for each in range(len(self._children), count)]
        if 0 <= index < count:
            return self._children[index]
        widgets = self._widgets()
        return QAccessible.queryAccessibleInterface(widgets[index - count]) if 0 <= index - count < len(widgets) else None

    def childCount(self) -> int:
        return len(_items(self._widget)) + len(self._widgets()) if self.isValid() else 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        own = next((index for index, each in enumerate(self._children) if each is child), -1)
        widget = child.object()
        return len(_items(self._widget)) + self._widgets().index(widget) if own < 0 and widget in self._widgets() else own

    def _widgets(self) -> list[QObject]:
        """Return what floats over the painted widget: a message with its button, a card."""
        return [each for each in self._widget.children() if isinstance(each, QWidget) and not each.isWindow()] if self.isValid() else []

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        found = (index for index in range(self.childCount()) if (child := self.child(index)) and child.rect().contains(x, y))
        return self.child(next(found, -1))


class AccessibleItems:
    """Makes painted widgets readable: hand each to `describe`, and tell `changed` when its items differ."""

    _interfaces: dict[QObject, _ListInterface] = {}  # noqa: RUF012 - Qt knows one factory per program, so this is one table too
    _is_installed = False

    @classmethod
    def describe(cls, widget: QWidget) -> None:
        """Let a screen reader find the items of this widget for as long as it lives."""
        if not cls._is_installed:
            QAccessible.installFactory(cls._make)
            cls._is_installed = True
        cls._interfaces[widget] = _ListInterface(widget)
        widget.destroyed.connect(cls._forget_the_gone)

    @classmethod
    def _make(cls, _class_name: str, subject: QObject) -> QAccessibleInterface | None:
        return cls._interfaces.get(subject)

    @classmethod
    def _forget_the_gone(cls) -> None:
        cls._interfaces = {widget: interface for widget, interface in cls._interfaces.items() if isValid(widget)}


def _items(widget: QWidget) -> list[AccessibleItem]:
    return widget.accessible_items() if isinstance(widget, HasAccessibleItems) else []
