"""Z3: what a user, a file or a kader says is never taken for HTML, so nothing it names is fetched or drawn."""

import ast

from tests.support.source_tree import calls, parsed, place, python_files

_LABELS = {"app/ui/widgets/labels.py", "app/ui/widgets/icon_label.py"}
_HTML = {"setHtml", "insertHtml", "appendHtml", "setMarkdown", "insertMarkdown", "setTextFormat", "fromHtml", "setWhatsThis", "showText"}
_BOXES = {"QMessageBox", "QErrorMessage", "QTextBrowser", "QSplashScreen", "QWhatsThis"}


def test_labels_are_made_in_one_place_and_are_plain():
    found = [place(file, node) for file in python_files("app/ui") for name, node in calls(file) if name == "QLabel"]
    classes = [(file, node) for file in python_files("app/ui") for node in ast.walk(parsed(file)) if isinstance(node, ast.ClassDef)]
    found += [place(file, node) for file, node in classes if any(getattr(base, "id", "") == "QLabel" for base in node.bases)]
    assert {each.split(":")[0] for each in found} == _LABELS
    plain = [ast.unparse(node) for name, node in calls(next(file for file in python_files("app/ui/widgets") if file.name == "labels.py"))]
    assert "self.setTextFormat(Qt.TextFormat.PlainText)" in plain
    icon = next(file for file in python_files("app/ui/widgets") if file.name == "icon_label.py")
    assert not [node for name, node in calls(icon) if name == "setText"]


def test_nothing_on_screen_is_html():
    files = [file for file in python_files("app/ui") if file.name != "labels.py"]
    assert not [place(file, node) for file in files for name, node in calls(file) if name in _HTML | _BOXES]


def test_a_tooltip_that_is_not_our_own_words_goes_through_plain_tip(tally):
    tips = [(file, node) for file in python_files("app/ui") for name, node in calls(file) if name == "setToolTip"]
    assert not [place(file, node) for file, node in tips if not _is_plain(node.args[0])]
    tally("Z3", len(tips), "tekstballonnen nagekeken op HTML van anderen", outcome="open")


def _is_plain(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_plain(node.body) and _is_plain(node.orelse)
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return name == "plain_tip" or (name == "tr" and all(isinstance(argument, ast.Constant) for argument in node.args))
    return isinstance(node, ast.Constant)
