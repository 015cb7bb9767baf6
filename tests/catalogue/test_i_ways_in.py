"""I1 to I3: one at a time, never with wrong words, and always with the right ones however they were typed."""

import json
import statistics
import subprocess
import sys
import time
import unicodedata

import pytest

from app.common.errors import AppError, PassphraseError
from app.crypto.passphrase import derive
from app.crypto.recovery_code import new_recovery_code, read_recovery_code
from app.vault.header import SlotKind, parse_header
from app.vault.master_key import unlock
from app.vault.vault import Vault
from tests.support.source_tree import ROOT
from tests.support.vaults import PASSPHRASE, cheap_kdf, new_vault


@pytest.mark.skipif(sys.platform == "win32", reason="children are forked, which Windows cannot")
def test_i1_of_a_hundred_openers_exactly_one_wins_and_after_a_kill_the_vault_opens_at_once(tmp_path, tally):
    new_vault(tmp_path / "kluis").close()
    command = [sys.executable, "-m", "tests.support.openers", str(tmp_path / "kluis"), "100"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    opened = outcome["said"].count("opened")
    assert set(outcome["said"]) == {"opened", "vault_in_use"}
    tally("I1", len(outcome["said"]), "tegelijk geopend: 1 kwam erin, de rest kreeg te horen waarom niet", opened - 1, "te veel binnen")


def test_i2_a_thousand_wrong_words_open_nothing_and_all_sound_the_same(tmp_path, tally):
    vault, _ = Vault.create(tmp_path / "kluis", PASSPHRASE, kdf=cheap_kdf())
    vault.close()
    header = parse_header((tmp_path / "kluis" / "kluis.json").read_bytes())
    near = [PASSPHRASE[:place] + "x" + PASSPHRASE[place + 1 :] for place in range(len(PASSPHRASE))]
    near += [PASSPHRASE + " ", " " + PASSPHRASE, PASSPHRASE.upper(), PASSPHRASE.title(), PASSPHRASE[:-1], PASSPHRASE.replace(" ", "")]
    codes, tried = set(), 0
    for words in near:
        with pytest.raises(PassphraseError) as caught:
            unlock([header], SlotKind.PASSPHRASE, lambda slot, words=words: derive(words, slot.kdf))
        codes.add((caught.value.code, tuple(caught.value.details)))
        tried += 1
    for _ in range(1000):
        with pytest.raises(PassphraseError) as caught:
            unlock([header], SlotKind.RECOVERY, lambda _slot: read_recovery_code(new_recovery_code()))
        codes.add((caught.value.code, tuple(caught.value.details)))
        tried += 1
    assert codes == {("wrong_passphrase", ()), ("wrong_recovery_code", ())}
    tally("I2", tried, "verkeerde wachtzinnen en herstelcodes", outcome="geopend")


def test_i2_how_long_a_refusal_takes_is_reported(tmp_path, tally):
    """Not a verdict: on a shared machine the spread is that of the machine."""
    new_vault(tmp_path / "kluis").close()
    times = {}
    for kind, words in (("bijna goed", PASSPHRASE[:-1] + "x"), ("heel anders", "q" * 27)):
        taken = []
        for _ in range(15):
            start = time.perf_counter()
            with pytest.raises(PassphraseError):
                Vault.open(tmp_path / "kluis", words)
            taken.append(time.perf_counter() - start)
        times[kind] = statistics.median(taken) * 1000
    tally.note("I2", "duur van een weigering, middelste van 15: " + ", ".join(f"{kind} {ms:.1f} ms" for kind, ms in times.items()))


WORDS = [
    "caf\u00e9 in Zo\u00ebs straat",
    "\u00c5ngstr\u00f6m \ufb01ets",
    "vijf  woorden   met spaties ",
    "sleutel \U0001f511 onder de mat \U0001f469\u200d\U0001f467",
    "\u0627\u0644\u0628\u064a\u062a \u0627\u0644\u0635\u063a\u064a\u0631 \u0647\u0646\u0627",
    "\u1100\u1161\u11a8 \uac01 jamo",
    "x" * 1024,
    "\u00eb" * 512,
    "tab\tregel\u00a0harde spatie",
    "'; DROP TABLE media; --",
]


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_i3_words_open_however_they_are_composed(tmp_path, words, tally):
    forms = {unicodedata.normalize(form, words) for form in ("NFC", "NFD")} | {words}
    tried = 0
    Vault.create(tmp_path / "kluis", words, kdf=cheap_kdf())[0].close()
    for form in forms:
        if len(unicodedata.normalize("NFC", form).encode()) <= 1024:
            Vault.open(tmp_path / "kluis", form).close()
            tried += 1
    for other in (words + "\u0301", words.strip() + "!"):
        with pytest.raises(AppError):
            Vault.open(tmp_path / "kluis", other)
    tally("I3", tried, "schrijfwijzen van moeilijke wachtzinnen", outcome="geweigerd")
