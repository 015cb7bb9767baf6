import json
import re

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtSvg import QSvgRenderer

from app.common.design import design_tokens
from app.common.paths import resource_path
from app.ui.icons import pixmap
from app.ui.theme import DARK, LIGHT, SCALES, Theme, Tokens

LOOKS = [(is_dark, scale) for is_dark in (False, True) for scale in SCALES]


@pytest.mark.parametrize(("is_dark", "scale"), LOOKS)
def test_the_style_sheet_knows_every_value_it_names(theme, is_dark, scale):
    theme.set_mode(DARK if is_dark else LIGHT)
    theme.set_scale(scale)
    assert "$" not in theme.style_sheet()


def test_our_tokens_are_the_designs_own(shared_root):
    ours = json.loads(resource_path("design", "tokens.json").read_text("utf-8"))
    assert ours == json.loads((shared_root / "design" / "tokens.json").read_text("utf-8"))


def test_both_families_are_shipped_and_used(theme):
    assert {"Atkinson Hyperlegible Next", "Literata"} <= set(QFontDatabase.families())
    assert QFontInfo(theme.current.font()).family() == "Atkinson Hyperlegible Next"
    assert QFontInfo(theme.current.font(is_question=True)).family() == "Literata"


def test_each_family_is_shipped_with_its_licence():
    for name in ("LICENSE-Atkinson-Hyperlegible-Next-OFL.txt", "LICENSE-Literata-OFL.txt"):
        assert "SIL OPEN FONT LICENSE" in resource_path("fonts", name).read_text("utf-8").upper()
    assert "ISC" in resource_path("icons", "LICENSE-lucide-ISC.txt").read_text("utf-8")


@pytest.mark.parametrize("mode", [LIGHT, DARK])
def test_the_pictures_of_the_style_sheet_have_only_colours_of_their_theme(mode):
    colors = set(design_tokens()["kleur"][mode].values())
    for path in resource_path("styles").glob(f"{mode}-*.svg"):
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text("utf-8"))) <= colors, path.name


def test_every_picture_the_style_sheet_names_is_there(theme):
    for mode in (LIGHT, DARK):
        theme.set_mode(mode)
        paths = re.findall(r"url\((.*?)\)", theme.style_sheet())
        assert paths
        assert all(QSvgRenderer(path).isValid() for path in paths)


def test_every_icon_of_the_design_can_be_drawn(theme):
    missing = [name for name, file in design_tokens()["pictogram"]["namen"].items() if not resource_path("icons", f"{file}.svg").is_file()]
    assert missing == []
    drawn = pixmap("opnamen", theme.current.color("inkt"), 20).toImage()
    assert any(drawn.pixelColor(x, y).alpha() for x in range(drawn.width()) for y in range(drawn.height()))


def test_an_icon_takes_the_colour_it_is_asked_for(theme):
    color = theme.current.color("menie")
    image = pixmap("pauze", color, 24).toImage()
    solid = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() == 255]
    assert solid
    assert all(abs(pixel.red() - color.red()) < 3 and abs(pixel.green() - color.green()) < 3 for pixel in solid)


def test_text_outside_the_limits_takes_the_nearest_size(theme):
    theme.set_scale(9.0)
    assert theme.scale == 1.5
    theme.set_scale(0.1)
    assert theme.scale == 0.9


def test_a_change_is_told_once_and_reaches_the_application(theme, qapp, qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(DARK)
    assert theme.current.is_dark
    assert Tokens(is_dark=True, scale=1.0).hex("paneel") in qapp.styleSheet()


def test_an_unknown_mode_from_an_edited_file_is_the_systems(qapp):
    assert Theme("paars").mode == "systeem"
