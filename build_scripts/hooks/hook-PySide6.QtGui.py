"""Which of Qt's plugins are shipped. PyInstaller would take them all: one is a VNC server, one loads all of GTK."""

from pathlib import Path

from PyInstaller.utils.hooks.qt import add_qt6_dependencies

_WANTED = {
    "adwaita",
    "bradient",
    "composeplatforminputcontextplugin",
    "ibusplatforminputcontextplugin",
    "qcocoa",
    "qjpeg",
    "qoffscreen",
    "qsvg",
    "qsvgicon",
    "qwayland",
    "qwindows",
    "qxcb",
    "qxdgdesktopportal",
    "xdg-shell",
}

hiddenimports, binaries, datas = add_qt6_dependencies(__file__)
binaries = [(file, target) for file, target in binaries if "plugins" not in Path(target).parts or Path(file).stem.removeprefix("lib") in _WANTED]
