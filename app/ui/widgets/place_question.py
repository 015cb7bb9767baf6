"""Ask before something is put where it leaves this device by itself."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.services.places import Place
from app.ui.theme import Theme
from app.ui.widgets.confirm import ConfirmErase

translate = QCoreApplication.translate


def may_be_here(place: Place, texts: dict[str, str], theme: Theme, parent: QWidget) -> bool:
    """Return whether it may go there: at once for a folder on this device, else when the user says so. `texts` has a sentence per kind."""
    if not place.leaves_this_device:
        return True
    titles = {
        "synced": translate("PlaceQuestion", "Deze map gaat naar {name}"),
        "network": translate("PlaceQuestion", "Deze map staat in het netwerk"),
    }
    question = ConfirmErase(
        theme,
        titles[place.kind].format(name=place.name),
        texts[place.kind].format(name=place.name),
        translate("PlaceQuestion", "Toch hier"),
        translate("PlaceQuestion", "Niet hier"),
        parent,
    )
    return bool(question.exec())
