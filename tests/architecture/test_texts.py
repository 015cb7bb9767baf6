import ast
import re

from tests.support.source_tree import calls, place, python_files

SHOWS_ITS_TEXT = {
    "QAction", "QCheckBox", "QDockWidget", "QGroupBox", "QLabel", "QMenu", "QPushButton", "QRadioButton", "QToolButton",
    "MainButton", "PlainButton", "QuietButton", "ThresholdButton",
    "addAction", "addItem", "addItems", "addMenu", "addRow", "addTab", "insertItem", "setAccessibleDescription", "setAccessibleName",
    "setHeaderLabels", "setInformativeText", "setItemText", "setPlaceholderText", "setPrefix", "setStatusTip", "setSuffix", "setText",
    "setTitle", "setToolTip", "setWhatsThis", "setWindowTitle", "showMessage",
}  # fmt: skip
TRANSLATES = {"tr", "translate"}
SAME_IN_EVERY_LANGUAGE = re.compile(r"[^a-zA-Z]*|Kijkkamer|(X{4} ?)+")


def _untranslated(node):
    """The words in a text argument that did not go through tr(); signs such as "·" and "%" are the same in every language."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in TRANSLATES:
            return []
        if name in {"format", "join"} and isinstance(node.func, ast.Attribute):
            return [*_untranslated(node.func.value), *(word for part in node.args for word in _untranslated(part))]
        return []
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) and not SAME_IN_EVERY_LANGUAGE.fullmatch(node.value) else []
    if isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp | ast.List | ast.Tuple | ast.BoolOp):
        return [word for part in ast.iter_child_nodes(node) if part is not getattr(node, "test", None) for word in _untranslated(part)]
    return []


def test_the_check_itself_sees_what_is_wrong_and_lets_the_rest_pass():
    wrong = ['"Opslaan"', 'f"{n} momenten"', '"a" if x else self.tr("b")', '"Tijd: " + t', '"{n} keer".format(n=1)', '["Een", tr("Twee")]']
    right = ['self.tr("Opslaan")', 'self.tr("{n} keer").format(n=1)', '"·"', 'f"{a} · {b}"', "title", 'names["film"]', 'icon("film")']
    assert all(_untranslated(ast.parse(text, mode="eval").body) for text in wrong)
    assert not any(_untranslated(ast.parse(text, mode="eval").body) for text in right)


def test_no_words_reach_the_screen_without_tr():
    found = [
        f"{place(file, call)} {name}({words})"
        for file in python_files("app/ui")
        for name, call in calls(file)
        if name in SHOWS_ITS_TEXT
        for argument in [*call.args, *(word.value for word in call.keywords if word.arg in {"text", "title", "label"})]
        for words in _untranslated(argument)
    ]
    assert not found


def test_tr_is_given_a_literal_because_the_translation_tool_reads_the_source():
    found = [
        place(file, call)
        for file in python_files("app/ui")
        for name, call in calls(file)
        if name == "tr" and not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert not found
