"""Passphrase, recovery code, organisation and the renewal of all keys, with the power going out anywhere."""

import json
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pyrage
import pytest

from app.common.errors import CancelledError, DamagedError, InputError, PassphraseError, SystemProblem
from app.common.progress import JobContext
from app.vault.database import Database
from app.vault.header import canonical, to_base64
from app.vault.vault import Vault
from tests.support.cut_files import CutFiles, PowerCutError
from tests.support.steps import AtStep
from tests.support.vaults import PASSPHRASE, add_recording, cheap_kdf

ROOT = Path(__file__).resolve().parents[3]
NEW = "zes andere woorden samen"


@pytest.fixture
def identity():
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def with_code(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    yield vault, code
    vault.close()


def opens(call, *arguments) -> bool:
    try:
        call(*arguments).close()
    except PassphraseError:
        return False
    return True


def test_the_passphrase_is_recognised_and_another_is_not(with_code):
    vault, _ = with_code
    vault.keys.require_passphrase(PASSPHRASE)
    with pytest.raises(PassphraseError) as caught:
        vault.keys.require_passphrase(NEW)
    assert caught.value.code == "wrong_passphrase"


def test_recovering_gives_a_passphrase_and_a_code_and_ends_the_old_ones(with_code, folder):
    vault, code = with_code
    recording = add_recording(vault)
    vault.close()
    opened = Vault.open_with_recovery_code(folder, code)
    new_code = opened.keys.recover(NEW, kdf=cheap_kdf())
    opened.close()
    assert (opens(Vault.open, folder, PASSPHRASE), opens(Vault.open_with_recovery_code, folder, code)) == (False, False)
    assert opens(Vault.open_with_recovery_code, folder, new_code)
    again = Vault.open(folder, NEW)
    assert again.recordings.list() == [recording]
    assert [line["event"] for line in again.log.list()] == ["vault_made", "passphrase_set", "recovery_code_renewed"]
    again.close()


def test_an_organisation_opens_with_its_key_until_it_is_taken_out(with_code, folder, identity):
    vault, code = with_code
    assert vault.keys.organisation is None
    vault.keys.set_organisation(f" {identity.to_public()}\n")
    assert vault.keys.organisation == str(identity.to_public())
    vault.close()
    assert not opens(Vault.open_with_organisation_key, folder, str(pyrage.x25519.Identity.generate()))
    assert opens(Vault.open, folder, PASSPHRASE)
    assert opens(Vault.open_with_recovery_code, folder, code)
    opened = Vault.open_with_organisation_key(folder, str(identity))
    opened.keys.set_organisation(None)
    assert [line["event"] for line in opened.log.list()] == ["vault_made", "organisation_set", "organisation_removed"]
    opened.close()
    with pytest.raises(PassphraseError) as caught:
        Vault.open_with_organisation_key(folder, str(identity))
    assert caught.value.code == "wrong_organisation_key"


def test_a_wrong_recipient_changes_nothing(with_code, folder):
    before = (folder / "kluis.json").read_bytes()
    with pytest.raises(InputError):
        with_code[0].keys.set_organisation("age1" + "q" * 58)
    assert (folder / "kluis.json").read_bytes() == before


@pytest.mark.parametrize("size", [0, 31, 32, 33])
def test_an_age_file_somebody_else_put_in_the_header_does_not_open(with_code, folder, identity, size):
    # Anybody can encrypt to the organisation: the MAC under the key inside is what counts.
    vault, _ = with_code
    vault.keys.set_organisation(str(identity.to_public()))
    vault.close()
    for path in (folder / "kluis.json", folder / "kluis.json.2"):
        fields = json.loads(path.read_bytes())
        fields["slots"][-1]["age"] = to_base64(pyrage.encrypt(b"k" * size, [identity.to_public()]))
        path.write_bytes(canonical(fields))
    with pytest.raises(DamagedError) as caught:
        Vault.open_with_organisation_key(folder, str(identity))
    assert caught.value.code == "header_damaged"


def test_renewing_all_keys_keeps_the_passphrase_and_the_recordings_and_nothing_of_the_keys(with_code, folder, tmp_path, identity):
    vault, code = with_code
    vault.keys.set_organisation(str(identity.to_public()))
    recording = add_recording(vault, b"beeld" * 10_000)
    vault._parts.database.checkpoint()
    old_header, old_database = (folder / "kluis.json").read_bytes(), (folder / "register.db").read_bytes()
    old_master, old_key = vault._parts.master_key._key.reveal(), vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key)
    seen = []
    new_code = vault.keys.renew(PASSPHRASE, JobContext(seen.append), kdf=cheap_kdf())
    assert {(progress.step, progress.total) for progress in seen} == {("renew_keys", 3)}
    assert vault._parts.master_key._key.reveal() != old_master
    assert vault._parts.header.database.epoch == 2
    vault.close()
    with pytest.raises(DamagedError):
        Database(folder / "register.db", old_key)
    assert not opens(Vault.open_with_recovery_code, folder, code)
    assert opens(Vault.open_with_recovery_code, folder, new_code)
    assert opens(Vault.open_with_organisation_key, folder, str(identity))
    again = Vault.open(folder, PASSPHRASE)
    assert again.recordings.list() == [recording]
    assert again.check(deep=True, context=JobContext()) == []
    assert again.log.last_event() == "keys_renewed"
    again.close()
    # The old header (a remnant, or a leaked copy) with the passphrase gives keys that open nothing here.
    for path in (folder / "kluis.json", folder / "kluis.json.2"):
        path.write_bytes(old_header)
    with pytest.raises(DamagedError):
        Vault.open(folder, PASSPHRASE)
    (folder / "register.db").write_bytes(old_database)
    assert opens(Vault.open, folder, PASSPHRASE)  # an old copy of all of it stays an old copy: the text says so


def test_a_vault_without_a_code_gets_none_by_renewing(vault):
    assert vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf()) is None
    assert not vault.keys.has_recovery_code


def test_renewing_with_another_passphrase_or_cancelled_changes_nothing(with_code, folder):
    vault, _ = with_code
    before = (folder / "kluis.json").read_bytes()
    with pytest.raises(PassphraseError):
        vault.keys.renew(NEW, JobContext(), kdf=cheap_kdf())
    context = JobContext()
    context.cancel()
    with pytest.raises(CancelledError):
        vault.keys.renew(PASSPHRASE, context, kdf=cheap_kdf())
    assert (folder / "kluis.json").read_bytes() == before


def test_renewing_that_the_disk_stops_half_way_gives_the_code_and_finishes_later(with_code, folder, monkeypatch):
    vault, code = with_code
    recording = add_recording(vault)
    old_key = vault._parts.master_key.unwrap_database_key(vault._parts.header.database.key)

    def refuse(*_):
        raise SystemProblem("disk_became_full")

    with monkeypatch.context() as patch:
        patch.setattr(vault._parts.database, "change_key", refuse)
        new_code = vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
    assert new_code != code
    vault.settings.set("gaat", "door")
    vault.close()
    again = Vault.open_with_recovery_code(folder, new_code)
    assert again.recordings.list() == [recording]
    assert again._parts.header.database.next_key is None
    again.close()
    with pytest.raises(DamagedError):
        Database(folder / "register.db", old_key)


@pytest.mark.slow
def test_a_cut_at_any_step_of_renewing_leaves_a_vault_that_opens(folder):
    vault, code = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    recording = add_recording(vault)
    vault.close()
    cut_at = old = new = 0
    while True:
        cut_at += 1
        vault = Vault.open(folder, PASSPHRASE)
        vault._parts.header_store._files = CutFiles(cut_at)
        new_code = None
        with suppress(PowerCutError):
            new_code = vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
        vault.close()
        again = Vault.open(folder, PASSPHRASE)
        assert again.recordings.list() == [recording], cut_at
        assert again._parts.header.database.next_key is None
        again.close()
        if opens(Vault.open_with_recovery_code, folder, code):
            old += 1
        else:
            new += 1
            fresh = Vault.open(folder, PASSPHRASE)
            code = fresh.renew_recovery_code()
            fresh.close()
        if new_code is not None:
            break
    print(f"{cut_at} cuts: {old} times the old keys, {new} times the new ones, 0 times none")
    assert old > 3
    assert new > 3


RENEWER = f"""
import sys
import threading
from pathlib import Path
from app.common.progress import JobContext
from app.vault.vault import Vault
from tests.support.vaults import cheap_kdf
passphrases = ({PASSPHRASE!r}, {NEW!r})
for passphrase in passphrases:
    try:
        vault = Vault.open(Path(sys.argv[1]), passphrase)
        break
    except Exception:
        pass
print("ready", flush=True)
number = passphrases.index(passphrase)
while True:
    vault.keys.renew(passphrases[number], JobContext(), kdf=cheap_kdf())
    number = 1 - number
    vault.set_passphrase(passphrases[number], kdf=cheap_kdf())
    print("step", flush=True)
"""


@pytest.mark.slow
def test_a_kill_while_renewing_or_changing_the_passphrase_leaves_exactly_one_passphrase(folder):
    vault, _ = Vault.create(folder, PASSPHRASE, kdf=cheap_kdf())
    recording = add_recording(vault, b"blijft" * 1000)
    vault.close()
    chance, steps = random.Random(5), 0
    for _ in range(10):
        child = subprocess.Popen([sys.executable, "-c", RENEWER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.05, 0.6))
        child.kill()
        steps += child.stdout.read().count("step")
        child.stdout.close()
        child.wait()
        opened = []
        for passphrase in (PASSPHRASE, NEW):
            try:
                vault = Vault.open(folder, passphrase)
            except PassphraseError:
                continue
            opened.append(passphrase)
            assert vault.recordings.list() == [recording]
            assert vault.check(deep=True, context=JobContext())[len(vault._put_right) :] == []
            vault.close()
        assert len(opened) == 1
    print(f"10 kills, {steps} renewals, always exactly one passphrase")
    assert steps > 3


def test_a_proposed_code_opens_nothing_until_it_is_accepted(with_code, folder):
    vault, old = with_code
    code = vault.keys.propose_recovery_code()
    vault.keys.accept_recovery_code()
    with pytest.raises(InputError, match="recovery_code_not_proposed"):
        vault.keys.accept_recovery_code()
    never = vault.keys.propose_recovery_code()
    vault.close()
    assert [opens(Vault.open_with_recovery_code, folder, each) for each in (old, never, code)] == [False, False, True]


def test_a_code_proposed_before_all_keys_were_renewed_is_not_accepted(with_code):
    vault, _ = with_code
    vault.keys.propose_recovery_code()
    vault.keys.renew(PASSPHRASE, JobContext(), kdf=cheap_kdf())
    with pytest.raises(InputError, match="recovery_code_not_proposed"):
        vault.keys.accept_recovery_code()


def fill_up(vault: Vault) -> None:
    """Let the database grow no further, until not even a line in the register fits: a full disk, with room for the small header."""
    database = vault._parts.database
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    with suppress(SystemProblem):
        while True:
            vault.log.add("vault_checked", vault.vault_id, damaged=0)


@pytest.mark.parametrize("way", ["recover", "renew_recovery_code"])
def test_a_full_disk_does_not_cost_the_code_that_counts_already(with_code, folder, way):
    vault, old_code = with_code
    fill_up(vault)
    code = vault.keys.recover(NEW, kdf=cheap_kdf()) if way == "recover" else vault.keys.renew_recovery_code()
    vault.close()
    assert opens(Vault.open_with_recovery_code, folder, code)
    assert not opens(Vault.open_with_recovery_code, folder, old_code)


def test_a_passphrase_set_while_the_keys_are_renewed_is_not_lost(with_code, folder):
    vault, _ = with_code
    setter = threading.Thread(target=lambda: vault.keys.set_passphrase(NEW, kdf=cheap_kdf()))
    # The last step it reports: the slots of the new keys are made, and the header is still the old one.
    vault.keys.renew(PASSPHRASE, AtStep(2, lambda: (setter.start(), setter.join(2))), kdf=cheap_kdf())
    setter.join()
    vault.close()
    assert opens(Vault.open, folder, NEW)
    assert not opens(Vault.open, folder, PASSPHRASE)


def test_a_closed_vault_writes_no_header_any_more(with_code, folder):
    vault, _ = with_code
    parts, before = vault._parts, (folder / "kluis.json").read_bytes()
    vault.close()
    with pytest.raises(CancelledError):  # a back-up that was under way asks for one
        parts.write_header(lambda header: header)
    assert (folder / "kluis.json").read_bytes() == before
