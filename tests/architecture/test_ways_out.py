"""Every place that writes a file for the user, and how what it writes is kept free of names."""

from tests.support.source_tree import calls, place, python_files

CLEANED = "cleaned"
"""What somebody typed about a recording is in it, and goes through `leaving_text` or `NameService.clean`."""

WAYS_OUT = {
    "app/services/consent.py": CLEANED,
    "app/cli/demo.py": CLEANED,
    "app/services/anonymise.py": "pictures and sound that were made unrecognisable; captions were cleaned in NameService.captions",
    "app/cli/fragment.py": "the report of a clip: no free text but who approved it, who is a colleague and stands in for it",
    "app/ui/anonymise/save_step.py": "the report of a clip, and a file name of a day and digits",
    "app/ui/anonymise/rounds_step.py": "the report of a clip on paper: no free text but who looked",
    "app/services/own_kaders.py": "an observation frame: rows, columns, indicators and questions, nothing about a recording",
    "app/services/registers.py": "codes, times and ids: the register never has what somebody typed",
    "app/services/recovery_sheet.py": "the recovery code and the vault's own name",
    "app/services/preferences.py": "window size and theme, on this device",
    "app/services/seen_vaults.py": "ids and numbers, on this device",
}
DOORS = {"leaving_text", "clean", "cleaned"}
WRITERS = {"write_new_file", "write_text", "write_bytes"}
OWN_STORAGE = ("app/vault/", "app/common/", "app/child.py")
"""What is written here is encrypted, a lock, or a log without content."""


def _writes():
    return {
        str(place(file, call)).split(":")[0]
        for file in python_files("app")
        for name, call in calls(file)
        if name in WRITERS and not str(place(file, call)).startswith(OWN_STORAGE)
    }


def test_every_way_out_is_known():
    assert _writes() == set(WAYS_OUT)


def test_what_somebody_typed_goes_through_the_one_door():
    cleaning = {str(place(file, call)).split(":")[0] for file in python_files("app") for name, call in calls(file) if name in DOORS}
    assert {file for file, how in WAYS_OUT.items() if how == CLEANED} <= cleaning


def test_only_the_door_itself_cleans():
    users = [str(place(file, call)) for file in python_files("app") for name, call in calls(file) if name == "cleaned"]
    assert [where.split(":")[0] for where in users] == ["app/services/way_out.py"]
