import re

import pytest

from app.common.errors import InputError
from app.crypto.recovery_code import code_blocks, new_recovery_code
from app.report.recovery_sheet import recovery_sheet_pdf
from app.services.recovery_sheet import save_recovery_sheet
from tests.support.vaults import new_vault


def test_it_is_one_page_with_the_code_and_no_more_than_was_given():
    pdf = recovery_sheet_pdf(code_blocks(new_recovery_code()), "Mijn gesprekken.kluis", "24 november 2026")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert recovery_sheet_pdf(["ABCD"] * 8, "", "vandaag") == recovery_sheet_pdf(["ABCD"] * 8, "", "vandaag")
    assert recovery_sheet_pdf(["ABCD"] * 8, "", "vandaag") != recovery_sheet_pdf(["ABCE"] * 8, "", "vandaag")


def test_the_code_does_not_go_beside_its_lock(tmp_path):
    new_vault(tmp_path / "Werk.kluis").close()
    for path in (tmp_path / "Werk.kluis" / "blad.pdf", tmp_path / "Werk.kluis" / "media" / "blad.pdf"):
        with pytest.raises(InputError) as caught:
            save_recovery_sheet(path, new_recovery_code())
        assert caught.value.code == "sheet_inside_vault"
        assert not path.exists()


def test_saving_does_not_write_over_anything(tmp_path):
    path = tmp_path / "blad.pdf"
    save_recovery_sheet(path, new_recovery_code())
    before = path.read_bytes()
    with pytest.raises(InputError):
        save_recovery_sheet(path, new_recovery_code())
    assert path.read_bytes() == before
    save_recovery_sheet(path, new_recovery_code(), overwrite=True)
    assert path.read_bytes() != before
    assert [each.name for each in tmp_path.iterdir()] == ["blad.pdf"]
