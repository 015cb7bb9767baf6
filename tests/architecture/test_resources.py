import ast

from app.common.paths import kijkkader_path, resource_path
from tests.support.source_tree import ROOT, calls, place, python_files

FOLDERS = {"resource_path": resource_path, "kijkkader_path": kijkkader_path}
ABOUT_OTHERS = ("LICENSE", "LICENCE", "LICENTIE", "BRONNEN", "HERKOMST", "README", "OFL")


def _used():
    """The paths the source asks for; of a name that is put together while running only the folder, and how its end looks."""
    for file in python_files("app"):
        for name, call in calls(file):
            if name in FOLDERS:
                fixed = []
                for argument in call.args:
                    if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                        break
                    fixed.append(argument.value)
                yield place(file, call), FOLDERS[name](*fixed)


def test_every_resource_the_source_asks_for_is_shipped():
    asked = list(_used())
    assert asked
    assert not [f"{where} {path.relative_to(ROOT)}" for where, path in asked if not path.exists()]


def test_every_shipped_resource_is_asked_for():
    used = {path for _, path in _used()} - {ROOT / "resources"}
    unused = [
        str(file.relative_to(ROOT))
        for folder in ("resources", "kijkkader_data")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.is_file() and not file.name.startswith(ABOUT_OTHERS) and not any(file == path or path in file.parents for path in used)
    ]
    assert not unused


def test_every_third_party_folder_of_resources_names_its_licence():
    for folder in ("fonts", "icons", "models"):
        texts = [file.name for file in (ROOT / "resources" / folder).iterdir() if file.suffix in {".txt", ".md"}]
        assert texts, folder
