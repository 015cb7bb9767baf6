"""Colours, letter and measures of the design, for the style sheet and for what we paint ourselves."""

from functools import cache
from string import Template
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.common.design import design_tokens
from app.common.paths import resource_path

LIGHT = "licht"
DARK = "donker"
SYSTEM = "systeem"
MODES = (LIGHT, DARK, SYSTEM)
SCALES = (0.9, 1.0, 1.15, 1.3, 1.5)
"""The text sizes that can be chosen; anything between 0.9 and 1.5 works."""
_CONTROL_PX = {"h_klein": 28, "h_knop": 36, "h_lang": 32, "h_hoofd": 44, "h_veld": 44, "h_chip": 32, "h_vinkje": 22, "h_pijl": 16}


class MarkColors(NamedTuple):
    """The colours of one of the four marks: its shape, its word, and the soft surface behind it."""

    shape: QColor
    text: QColor
    soft: QColor


@cache
def load_fonts() -> None:
    """Make the two families known to Qt. Needs a QGuiApplication."""
    for path in sorted(resource_path("fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


class Tokens:
    """The design's values in one theme (light or dark) at one text scale (0.9 to 1.5)."""

    def __init__(self, *, is_dark: bool, scale: float) -> None:
        self.is_dark = is_dark
        self.scale = scale
        self._theme_name = DARK if is_dark else LIGHT
        self._design = design_tokens()
        self._marks: dict[str, MarkColors] = {}

    def hex(self, name: str) -> str:
        """Return a colour by its Dutch name as `#RRGGBB`."""
        return str(self._design["kleur"][self._theme_name][name])

    def color(self, name: str) -> QColor:
        """Return a colour by its Dutch name."""
        return QColor(self.hex(name))

    def mark(self, kind: str) -> MarkColors:
        """Return the colours of `helpt`, `schuurt`, `kans` or `open`."""
        if kind not in self._marks:
            values = self._design["markering"][kind]
            self._marks[kind] = MarkColors(*(QColor(values[self._theme_name + part]) for part in ("", "_tekst", "_zacht")))
        return self._marks[kind]

    def px(self, name: str) -> int:
        """Return a letter size (`klein`, `gewoon`, `kop1`, …) in pixels, scaled."""
        return self.scaled(self._design["letter"]["schaal_px"][name])

    def scaled(self, px: float) -> int:
        """Return a measure that grows with the text, such as the height of a button."""
        return round(px * self.scale)

    def space(self, name: str) -> int:
        """Return a distance (`xs`, `s`, `m`, `l`, `xl`, …); distances do not grow with the text."""
        return int(self._design["ruimte"][name])

    def radius(self, name: str) -> int:
        """Return a corner radius: `klein`, `knop`, `kaart`, `toneel`."""
        return int(self._design["radius"][name])

    def font(self, size: str = "gewoon", weight: int = 400, *, is_question: bool = False, is_tabular: bool = False) -> QFont:
        """Return the letter of the app, or with `is_question` of the frame; `is_tabular` gives digits of one width."""
        font = QFont(self._design["letter"]["vraag" if is_question else "ui"]["familie"])
        font.setPixelSize(self.px(size))
        font.setWeight(QFont.Weight(weight))
        if is_tabular:
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def style_values(self) -> dict[str, str]:
        """Return every value the style sheet may name."""
        values = dict(self._design["kleur"][self._theme_name])
        for kind, mark in self._design["markering"].items():
            values |= {kind + part: mark[self._theme_name + part] for part in ("", "_tekst", "_zacht")}
        values |= {f"px_{name}": f"{self.px(name)}px" for name in self._design["letter"]["schaal_px"]}
        values |= {name: f"{self.scaled(px)}px" for name, px in _CONTROL_PX.items()}
        # Qt drops a radius that is more than half the height, so stay just below.
        values |= {
            "straal_pil": f"{self.scaled(32) // 2 - 1}px",
            "straal_toneel": f"{self.scaled(30) // 2 - 1}px",
            "straal_chip": f"{self.scaled(28) // 2 - 1}px",
        }
        values["beeld"] = f"{resource_path('styles').as_posix()}/{self._theme_name}"
        return values


class Theme(QObject):
    """The theme the window is in now; everything that paints itself listens to `changed`."""

    changed = Signal()

    def __init__(self, mode: str = SYSTEM, scale: float = 1.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        load_fonts()
        self._mode = mode if mode in MODES else SYSTEM
        self._tokens = Tokens(is_dark=self._is_dark_now(), scale=_within_limits(scale))
        self._application: QApplication | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def current(self) -> Tokens:
        """The values to paint with now."""
        return self._tokens

    @property
    def mode(self) -> str:
        """The chosen mode: `licht`, `donker` or `systeem`."""
        return self._mode

    @property
    def scale(self) -> float:
        """The chosen text scale."""
        return self._tokens.scale

    def set_mode(self, mode: str) -> None:
        """Switch to `licht`, `donker` or `systeem`."""
        self._mode = mode
        self._renew(self._tokens.scale)

    def set_scale(self, scale: float) -> None:
        """Change the text size; outside 0.9 to 1.5 the nearest end is taken."""
        self._renew(_within_limits(scale))

    def dress(self, application: QApplication) -> None:
        """Give the whole application this theme, now and after every change."""
        self._application = application
        self._tell_system()
        application.setStyle(QStyleFactory.create("Fusion"))
        self._dress_application()

    def style_sheet(self) -> str:
        """Return the filled-in style sheet."""
        return _style_template().substitute(self._tokens.style_values())

    def _renew(self, scale: float) -> None:
        self._tell_system()
        self._tokens = Tokens(is_dark=self._is_dark_now(), scale=scale)
        self._dress_application()
        self.changed.emit()

    def _tell_system(self) -> None:
        """Let the frame that the system draws around the window follow the choice."""
        hints = QGuiApplication.styleHints()
        schemes = {LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}
        if self._mode == SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(schemes[self._mode])

    def _dress_application(self) -> None:
        if self._application is None:
            return
        self._application.setFont(self._tokens.font())
        self._application.setPalette(_palette(self._tokens))
        self._application.setStyleSheet(self.style_sheet())

    def _is_dark_now(self) -> bool:
        if self._mode == SYSTEM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == DARK

    @Slot()
    def _on_system_scheme_changed(self) -> None:
        if self._mode == SYSTEM:
            self._renew(self._tokens.scale)


@cache
def _style_template() -> Template:
    return Template(resource_path("styles", "kijkkamer.qss").read_text("utf-8"))


def _within_limits(scale: float) -> float:
    return min(max(scale, SCALES[0]), SCALES[-1])


def _palette(tokens: Tokens) -> QPalette:
    roles = QPalette.ColorRole
    names = {
        roles.Window: "raam",
        roles.Base: "kaart",
        roles.AlternateBase: "paneel",
        roles.Button: "kaart",
        roles.WindowText: "inkt",
        roles.Text: "inkt",
        roles.ButtonText: "inkt",
        roles.PlaceholderText: "inkt_3",
        roles.Highlight: "luikgroen",
        roles.HighlightedText: "op_luikgroen",
        roles.Link: "luikgroen_tekst",
        roles.ToolTipBase: "inkt",
        roles.ToolTipText: "kaart",
        roles.Mid: "lijn",
        roles.Dark: "lijn_sterk",
        roles.Light: "paneel",
    }
    palette = QPalette()
    for role, name in names.items():
        palette.setColor(role, tokens.color(name))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, tokens.color("inkt_3"))
    return palette
