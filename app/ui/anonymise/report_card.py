"""What the app found when it looked at the finished copy."""

from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.anonymise_plan import MaskStyle, VoiceLevel
from app.ui.theme import Theme
from app.ui.widgets.icon_label import IconLabel
from app.ui.widgets.labels import Line, Surface, TextLabel


class ReportCard(Surface):
    """A line per check: an icon, what was checked, what came out, and a tick or a sign to look."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 4, 14, 4)
        self._column.setSpacing(0)
        self._lines: list[QWidget] = []

    def show_report(self, report: dict[str, Any], *, is_whole: bool) -> None:
        """Show this report; `is_whole` False when nobody watched the copy to its end yet."""
        self._clear()
        look = report["second_look"]
        frames = QLocale().toString(int(report["frames"]))
        found = QLocale().toString(int(look["residual_face_frames"]))
        visible = [track for track in report["tracks"] if not track["hidden"]]
        words = self.tr("{found} gevonden in {frames} beelden. Ook een tweede model keek mee").format(found=found, frames=frames)
        self._add("let_op", self.tr("Gezichten in de kopie"), words, is_good=not look["residual_face_frames"])
        burned, is_strong = self._mask_words(MaskStyle(report["mask"]))
        self._add("layers", self.tr("Vlakken"), burned, is_good=is_strong)
        if visible:
            letters = ", ".join(track["letter"] for track in visible)
            self._add("zichtbaar", self.tr("Zichtbaar gelaten"), self.tr("{letters}, met een reden").format(letters=letters), is_good=False)
        self._add_sound(report)
        bare = self.tr("nieuw gecodeerd, geen gegevens over plaats, tijd of toestel")
        self._add("file-lock", self.tr("Bestand"), bare, is_good=bool(report["metadata_removed"]))
        digits = str(report["output_sha256"])[:16]
        self._add("integriteit", self.tr("Controlegetal"), " · ".join(digits[at : at + 4] for at in range(0, 16, 4)), is_good=True)
        watched = self.tr("helemaal bekeken") if is_whole else self.tr("nog niet helemaal bekeken")
        self._add("zichtbaar", self.tr("Door een mens"), watched, is_good=is_whole)

    def _mask_words(self, mask: MaskStyle) -> tuple[str, bool]:
        """Return how it is hidden, and whether that is the strong way."""
        if mask is MaskStyle.TEXT:
            return self.tr("geen beeld, alleen tekst"), True
        if mask in (MaskStyle.SOLID, MaskStyle.SILHOUETTE):
            return self.tr("ingebrand, niet los te halen"), True
        return self.tr("ingebrand, maar zwakker: software kan iemand soms nog herkennen"), False

    def _add_sound(self, report: dict[str, Any]) -> None:
        voice = VoiceLevel(report["voice"])
        words = {
            VoiceLevel.NONE: self.tr("geen geluid in de kopie"),
            VoiceLevel.CAPTIONS: self.tr("geen geluid, wel tekst in beeld"),
            VoiceLevel.SPOKEN: self.tr("nagesproken, niets van het echte geluid"),
            VoiceLevel.DISGUISE: self.tr("klinkt anders, met software terug te herkennen"),
        }[voice]
        is_silent = voice in (VoiceLevel.NONE, VoiceLevel.CAPTIONS)
        self._add("geluid_uit" if is_silent else "golf", self.tr("Geluid"), words, is_good=voice is not VoiceLevel.DISGUISE)
        if report["names_replaced"]:
            names = self.tr("{count} keer weggehaald uit geluid of tekst").format(count=QLocale().toString(int(report["names_replaced"])))
            self._add("bell-off", self.tr("Namen"), names, is_good=True)

    def show_waiting(self) -> None:
        """Say that there is no copy yet."""
        self._clear()
        self._add("controle", self.tr("Nog geen kopie"), self.tr("De app kijkt de kopie na zodra hij er is."), is_good=None)

    def _clear(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []

    def _add(self, icon_name: str, title: str, words: str, *, is_good: bool | None) -> None:
        if self._lines:
            between = Line(self)
            self._column.addWidget(between)
            self._lines.append(between)
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(12)
        row.addWidget(IconLabel(self._theme, icon_name, line, size=20), 0, Qt.AlignmentFlag.AlignVCenter)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(TextLabel(title, "sterk", line))
        texts.addWidget(TextLabel(words, "klein", line))
        row.addLayout(texts, 1)
        if is_good is not None:
            sign = IconLabel(self._theme, "goed" if is_good else "letop", line, color="luikgroen_tekst" if is_good else "menie_tekst")
            sign.setAccessibleName(self.tr("in orde") if is_good else self.tr("let op"))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        line.setAccessibleName(f"{title}: {words}")
        self._column.addWidget(line)
        self._lines.append(line)
