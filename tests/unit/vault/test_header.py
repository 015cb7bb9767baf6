import json
import os
from dataclasses import replace

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.common.errors import AppError, DamagedError, PassphraseError, RefusedError, VersionError
from app.crypto import keys
from app.crypto.passphrase import KdfSettings, derive
from app.crypto.recovery_code import new_recovery_code, read_recovery_code
from app.vault.header import DatabaseKeys, Header, OrganisationSlot, RegisterHead, Slot, SlotKind, canonical, parse_header
from app.vault.master_key import MasterKey, unlock, unlock_for_organisation

KDF = KdfSettings(19, 1)
SECRET = derive("vijf losse woorden", KDF)
RECOVERY = read_recovery_code(new_recovery_code())


def sealed_header(**changes):
    vault_id = os.urandom(16)
    master_key = MasterKey(keys.new_key(), vault_id)
    slots = (
        master_key.new_slot(Slot(1, SlotKind.PASSPHRASE, KDF), SECRET),
        master_key.new_slot(Slot(2, SlotKind.RECOVERY, None), RECOVERY),
    )
    database = DatabaseKeys(7, master_key.wrap_database_key(keys.new_key()))
    header = Header(vault_id, 41, slots, database, RegisterHead(3, os.urandom(32)))
    return master_key.seal(replace(header, **changes)), master_key


def secret_for(slot):
    return SECRET if slot.kind is SlotKind.PASSPHRASE and slot.kdf == KDF else RECOVERY if slot.kind is SlotKind.RECOVERY else derive("x", slot.kdf)


def edited(header, change):
    fields = json.loads(header.to_bytes())
    change(fields)
    return canonical(fields)


def test_a_header_reads_back_as_it_was_written():
    header, _ = sealed_header()
    assert parse_header(header.to_bytes()) == header
    assert len(header.to_bytes()) < 1024


def test_optional_features_and_slots_of_an_organisation_are_kept():
    header, master_key = sealed_header(optional=("later",))
    header = master_key.seal(replace(header, slots=(*header.slots, OrganisationSlot(5, "age1" + "q" * 58, b"age-encryption.org/v1"))))
    again = parse_header(header.to_bytes())
    assert again == header
    assert unlock([again], SlotKind.PASSPHRASE, secret_for)[0] == header


@pytest.mark.parametrize("kind", list(SlotKind))
def test_no_flipped_bit_of_the_header_gets_past(kind, tally):
    header, master_key = sealed_header()
    identity = pyrage.x25519.Identity.generate()
    if kind is SlotKind.ORGANISATION:
        header = master_key.seal(replace(header, slots=(*header.slots, master_key.new_organisation_slot(5, str(identity.to_public())))))
    content = header.to_bytes()
    outcomes = {"damaged": 0, "wrong": 0}
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            if kind is SlotKind.ORGANISATION:
                unlock_for_organisation([parse_header(bytes(changed))], str(identity))
            else:
                unlock([parse_header(bytes(changed))], kind, secret_for)
        except PassphraseError:
            outcomes["wrong"] += 1
        except (DamagedError, VersionError, RefusedError):
            outcomes["damaged"] += 1
        else:
            pytest.fail(f"bit {bit} was not noticed")
    # "Wrong" only where the derivation itself was hit: salt, settings, check, vault id; never the larger part. Age says no more than "not for you".
    assert outcomes["wrong"] < outcomes["damaged"] / (1 if kind is SlotKind.ORGANISATION else 4)
    tally("F1", len(content) * 8, f"bits van de kop geflipt, geopend met slot {kind}")


@given(st.binary(max_size=300) | st.text().map(str.encode))
def test_rubbish_is_damage_and_nothing_else(content):
    with pytest.raises(DamagedError):
        parse_header(content)


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_FIELDS = st.sampled_from(["formaat", "min_lezer", "vereist", "slots", "db", "kluis"])


@given(st.recursive(_LEAVES, lambda part: st.lists(part, max_size=4) | st.dictionaries(_FIELDS, part, max_size=6), max_leaves=12))
def test_any_json_is_refused_in_words(value):
    with pytest.raises(AppError):
        parse_header(canonical(value))


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[" * 70_000, b'{"a":' * 20_000, b"1" * 5000, b"\xff\xfe{}", b"NaN", b'{"formaat":1}'],
    ids=["empty", "object", "deep list", "deep object", "long number", "utf-16", "nan", "one field"],
)
def test_hostile_json_is_damage(content):
    with pytest.raises(DamagedError):
        parse_header(content)


def test_more_than_64_kib_is_not_read():
    header, _ = sealed_header()
    with pytest.raises(DamagedError):
        parse_header(header.to_bytes() + b" " * 65_536)


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.update(extra=1),
        lambda fields: fields.pop("optioneel"),
        lambda fields: fields.update(gen=0),
        lambda fields: fields.update(gen=1.0),
        lambda fields: fields.update(gen=True),
        lambda fields: fields.update(gen=2**53),
        lambda fields: fields.update(formaat=0, min_lezer=0),
        lambda fields: fields.update(slots=[]),
        lambda fields: fields.update(slots=fields["slots"] * 2),
        lambda fields: fields["slots"].reverse(),
        lambda fields: fields["slots"][0].update(type="onbekend"),
        lambda fields: fields["slots"][0].update(kdf={"alg": "hkdf"}),
        lambda fields: fields["slots"][1].update(kdf=fields["slots"][0]["kdf"]),
        lambda fields: fields["slots"][0]["kdf"].update(p=4),
        lambda fields: fields["slots"][0]["kdf"].update(alg="argon2i"),
        lambda fields: fields["slots"][0].update(extra=1),
        lambda fields: fields.update(mac=fields["mac"][:-4]),
        lambda fields: fields.update(kluis=fields["kluis"] + "\n"),
        lambda fields: fields["db"].update(volgende=""),
        lambda fields: fields["register_kop"].update(n=-1),
        lambda fields: fields.update(vereist=[1]),
        lambda fields: fields.update(optioneel=["a"] * 33),
    ],
)
def test_anything_not_exactly_as_we_write_it_is_damage(change):
    header, _ = sealed_header()
    with pytest.raises(DamagedError):
        parse_header(edited(header, change))


def test_other_spacing_double_keys_and_loose_base64_bits_are_damage():
    header, _ = sealed_header()
    text = header.to_bytes().decode()
    loose = text.replace('=="', '=="', 1)
    place = text.index('=="') - 1
    loose = text[:place] + chr(ord(text[place]) + 1) + text[place + 1 :]
    for forged in (text.replace(":", ": ", 1), text + "\n", '{"gen":1,' + text[1:], loose):
        with pytest.raises(DamagedError):
            parse_header(forged.encode())


@pytest.mark.parametrize(("memory", "passes"), [(8, 3), (18, 3), (4096, 3), (10**9, 3), (256, 99)])
def test_a_derivation_weaker_or_heavier_than_allowed_is_refused_by_name(memory, passes):
    header, _ = sealed_header()
    with pytest.raises(RefusedError) as caught:
        parse_header(edited(header, lambda fields: fields["slots"][0]["kdf"].update(m=memory, t=passes)))
    assert caught.value.code == "header_unsafe"


def test_a_newer_format_says_which_reader_it_needs():
    header, _ = sealed_header()
    with pytest.raises(VersionError) as caught:
        parse_header(edited(header, lambda fields: fields.update(formaat=4, min_lezer=3, nieuw={"a": 1})))
    assert (caught.value.code, caught.value.details) == ("vault_newer", {"needed": 3})


def test_a_newer_format_that_we_may_still_read_opens_and_stays_what_it_is():
    header, _ = sealed_header(format=2)
    again = parse_header(header.to_bytes())
    assert unlock([again], SlotKind.PASSPHRASE, secret_for)[0].format == 2


def test_an_unknown_required_feature_is_a_newer_version_not_damage():
    header, _ = sealed_header()
    with pytest.raises(VersionError) as caught:
        parse_header(edited(header, lambda fields: fields.update(vereist=["krimpfolie"])))
    assert caught.value.code == "vault_feature_unknown"


def test_a_wrong_secret_is_told_from_a_changed_header():
    header, _ = sealed_header()
    for code, change in (("header_damaged", lambda fields: fields.update(gen=42)), ("header_damaged", lambda fields: fields["db"].update(epoch=8))):
        with pytest.raises(DamagedError) as caught:
            unlock([parse_header(edited(header, change))], SlotKind.PASSPHRASE, secret_for)
        assert caught.value.code == code
    with pytest.raises(PassphraseError) as wrong:
        unlock([header], SlotKind.PASSPHRASE, lambda slot: derive("andere woorden", slot.kdf))
    assert wrong.value.code == "wrong_passphrase"


def test_three_hundred_wrong_secrets_are_all_called_wrong(tally):
    header, _ = sealed_header()
    for _ in range(300):
        with pytest.raises(PassphraseError):
            unlock([header], SlotKind.PASSPHRASE, lambda _: keys.new_key())
    tally("I2", 300, "verkeerde geheimen", outcome="geopend")


def test_a_slot_of_another_vault_or_with_another_number_opens_nothing():
    header, _ = sealed_header()
    other, other_key = sealed_header()
    swapped = other_key.seal(replace(other, slots=header.slots))
    renumbered = other_key.seal(replace(other, slots=(replace(other.slots[0], slot_id=9),)))
    for forged in (swapped, renumbered):
        with pytest.raises((PassphraseError, DamagedError)):
            unlock([forged], SlotKind.PASSPHRASE, secret_for)


def test_the_newest_genuine_copy_wins():
    old, master_key = sealed_header()
    new = master_key.seal(replace(old, generation=old.generation + 1))
    assert unlock([old, new], SlotKind.PASSPHRASE, secret_for)[0] == new
    forged = replace(old, generation=old.generation + 100)
    assert unlock([forged, old], SlotKind.PASSPHRASE, secret_for)[0] == old


def test_an_old_passphrase_does_not_open_through_the_older_copy():
    old, master_key = sealed_header()
    slot = master_key.new_slot(Slot(1, SlotKind.PASSPHRASE, KDF), derive("nieuwe woorden", KDF))
    new = master_key.seal(replace(old, generation=old.generation + 1, slots=(slot,)))
    with pytest.raises(PassphraseError):
        unlock([old, new], SlotKind.PASSPHRASE, secret_for)
    assert unlock([old, new], SlotKind.PASSPHRASE, lambda slot: derive("nieuwe woorden", slot.kdf))[0] == new
