"""Fetching what is inside while the shutters are still closed: the screens and the services behind them."""

from threading import Thread

_SCREENS = (
    "library.recordings",
    "library.add_recording",
    "library.ways",
    "fragments.fragments",
    "growth.growth",
    "growth.quiet_frames",
    "looking_back.alone",
    "practice.practice",
    "safety.safety",
    "viewing.screen",
    "anonymise.screen",
)


def fetch_inside() -> None:
    """Import it in a thread of its own, so that it is there when somebody has typed the passphrase. Only imports: no screen is made."""
    Thread(target=_import_all, name="fetch inside", daemon=True).start()


def _import_all() -> None:
    from importlib import import_module

    for name in _SCREENS:
        import_module(f"app.ui.{name}")
