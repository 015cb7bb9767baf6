import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from app.common.errors import CancelledError, DamagedError, InputError, SystemProblem, VersionError
from app.crypto.keys import new_key
from app.crypto.secret import Secret
from app.vault.database import Database, folded
from app.vault.migrate import APPLICATION_ID, latest_version, migrate
from tests.support.database_pages import decrypted_pages

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def key():
    return new_key()


@pytest.fixture
def database(tmp_path, key):
    opened = Database(tmp_path / "register.db", key)
    migrate(opened, is_new=True)
    yield opened
    opened.close()


def set_setting(database, value="1"):
    database.change("INSERT OR REPLACE INTO settings VALUES ('a', ?)", value)


def setting(database):
    rows = database.rows("SELECT value FROM settings WHERE name = 'a'")
    return rows[0][0] if rows else None


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("cipher_memory_security", "1"),
        ("cipher_log_level", "NONE"),
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("fullfsync", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("mmap_size", 0),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("cipher_page_size", "4096"),
        ("application_id", APPLICATION_ID),
        ("user_version", latest_version()),
    ],
)
def test_the_database_is_set_as_the_format_says(database, pragma, value):
    assert database.row(f"PRAGMA {pragma}")[0] == value


def test_plain_sqlite_sees_no_database(database, tmp_path):
    set_setting(database, "MARKER")
    database.checkpoint()
    content = (tmp_path / "register.db").read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert b"MARKER" not in content
    plain = sqlite3.connect(tmp_path / "register.db")
    with pytest.raises(sqlite3.Error):
        plain.execute("SELECT * FROM settings")
    plain.close()


def test_another_key_is_damage_and_touches_nothing(database, tmp_path):
    database.close()
    before = (tmp_path / "register.db").read_bytes()
    with pytest.raises(DamagedError) as caught:
        Database(tmp_path / "register.db", new_key())
    assert caught.value.code == "database_damaged"
    assert (tmp_path / "register.db").read_bytes() == before


def test_a_wrong_key_says_nothing_on_the_terminal(database, tmp_path, capfd):
    database.close()
    with pytest.raises(DamagedError):
        Database(tmp_path / "register.db", new_key())
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("sql", ["ATTACH DATABASE '{}' AS plain KEY ''", "DETACH DATABASE main", "VACUUM INTO '{}'"])
def test_no_sql_can_copy_the_vault_out(database, tmp_path, sql):
    with pytest.raises(sqlcipher.DatabaseError):
        database.change(sql.format(tmp_path / "plain.db"))
    assert not (tmp_path / "plain.db").exists()


def test_no_extension_can_be_loaded(database):
    with pytest.raises(sqlcipher.Error):
        database.rows("SELECT load_extension('libm.so.6')")


def test_a_second_connection_finds_it_locked(database, tmp_path, key):
    with pytest.raises(SystemProblem) as caught:
        Database(tmp_path / "register.db", key)
    assert caught.value.code == "database_busy"
    set_setting(database)


def test_every_flipped_byte_in_any_page_is_noticed(database, tmp_path, key):
    for number in range(40):
        database.change("INSERT INTO settings VALUES (?, ?)", f"n{number}", "x" * 300)
    database.close()
    path = tmp_path / "register.db"
    content = path.read_bytes()
    for start in range(0, len(content), 4096):
        for offset in (0, 17, 2000, 4010, 4040, 4095):
            changed = bytearray(content)
            changed[start + offset] ^= 0x10
            path.write_bytes(bytes(changed))
            try:
                again = Database(path, key)
            except DamagedError:
                continue
            assert again.damage(), (start, offset)
            again._connection.close()
    path.write_bytes(content)
    whole = Database(path, key)
    assert whole.damage() == []
    whole.close()


def test_a_failed_transaction_leaves_nothing(database):
    calls = []

    def fail_inside():
        with database.transaction():
            set_setting(database)
            database.after_commit(lambda: calls.append(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_inside()
    assert setting(database) is None
    with database.transaction():
        set_setting(database, "2")
    assert (setting(database), calls) == ("2", [])


def test_an_inner_transaction_falls_with_the_outer(database):
    def fail_outside():
        with database.transaction():
            with database.transaction():
                set_setting(database)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_outside()
    assert setting(database) is None


def test_what_waits_for_the_commit_runs_after_it_in_order(database):
    seen = []
    with database.transaction():
        for name in "ab":
            database.after_commit(lambda name=name: seen.append((name, database.is_in_transaction)))
        assert database.is_in_transaction
        assert seen == []
    assert seen == [("a", False), ("b", False)]
    with pytest.raises(ValueError, match="transaction"):
        database.after_commit(lambda: None)


def test_one_failure_after_the_commit_does_not_keep_the_others_back(database):
    seen = []

    def fail():
        raise SystemProblem("disk_fails", number=5)

    def commit():
        with database.transaction():
            set_setting(database)
            database.after_commit(fail)
            database.after_commit(lambda: seen.append(1))

    with pytest.raises(SystemProblem):
        commit()
    assert (setting(database), seen) == ("1", [1])


def test_another_thread_waits_for_a_transaction_to_end(database):
    inside, may_end, order = threading.Event(), threading.Event(), []

    def long_one():
        with database.transaction():
            inside.set()
            may_end.wait(5)
            order.append("transaction")

    def other():
        assert not database.is_in_transaction
        set_setting(database)
        order.append("other")

    threads = [threading.Thread(target=long_one), threading.Thread(target=other)]
    threads[0].start()
    inside.wait(5)
    threads[1].start()
    may_end.set()
    for thread in threads:
        thread.join()
    assert order == ["transaction", "other"]


def test_eight_threads_write_without_losing_a_row(database):
    def write(number):
        for step in range(40):
            database.change("INSERT INTO settings VALUES (?, '')", f"{number}-{step}")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.row("SELECT count(*) FROM settings") == (320,)


def test_a_missing_row_is_an_unknown_id(database):
    for call in (
        lambda: database.row("SELECT 1 FROM settings WHERE name = 'none'"),
        lambda: database.change_one("DELETE FROM settings WHERE name = 'none'"),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == "unknown_id"


def test_a_broken_rule_of_ours_is_a_bug_not_a_message(database):
    for sql in ("INSERT INTO settings VALUES ('a', NULL)", "INSERT INTO plans VALUES ('no such fragment', '')"):
        with pytest.raises(sqlcipher.IntegrityError):
            database.change(sql)


def test_a_removed_key_is_in_no_file_after_the_checkpoint(database, tmp_path, key):
    database.change("INSERT INTO media (media_id, role, state, key, created_at) VALUES ('m', 'original', 'klaar', ?, '')", b"K" * 32)
    database.checkpoint()
    database.change("DELETE FROM media")
    database.checkpoint()
    assert (tmp_path / "register.db-wal").stat().st_size == 0
    database.close()
    plain = decrypted_pages(tmp_path / "register.db", key)
    assert b"K" * 32 not in plain
    assert b"media_id" in plain  # the decryption itself worked


def test_a_change_of_key_leaves_no_old_page_and_no_way_for_the_old_key(database, tmp_path, key):
    for number in range(400):
        database.change("INSERT INTO settings VALUES (?, ?)", str(number), "x" * 400)
    database.checkpoint()
    path, newer = tmp_path / "register.db", new_key()
    before = path.read_bytes()
    database.change("INSERT INTO settings VALUES ('only in the log', '')")
    log = (tmp_path / "register.db-wal").read_bytes()
    database.change_key(key, newer)
    on_disk = path.read_bytes() + (tmp_path / "register.db-wal").read_bytes()
    old_blocks = [page[start : start + 64] for page in (before, log) for start in range(64, len(page) - 64, 1024)]
    assert len(old_blocks) > 180
    assert [block for block in old_blocks if block in on_disk] == []
    assert database.row("SELECT count(*) FROM settings") == (401,)
    assert database.damage() == []
    set_setting(database)  # and it can still be written
    database.close()
    with pytest.raises(DamagedError):
        Database(path, key)
    again = Database(path, newer)
    assert again.row("SELECT count(*) FROM settings") == (402,)
    again.close()


def test_the_key_can_not_change_inside_a_transaction(database, key):
    with database.transaction(), pytest.raises(ValueError, match="transaction"):
        database.change_key(key, new_key())


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from app.common.errors import SystemProblem
from app.crypto.secret import Secret
from app.vault.database import Database
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
key, newer = Secret(b"a" * 32), Secret(b"b" * 32)
path = Path(sys.argv[1])
database = Database(path, key)
for limit in (5_000, 20_000, 100_000, 400_000):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        database.change_key(key, newer)
        print("changed")
    except SystemProblem as problem:
        print(problem.code)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    database.change("INSERT INTO settings VALUES (?, '')", f"after {limit}")
database.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_change_of_key_that_the_disk_refuses_leaves_the_old_key_and_every_row(tmp_path):
    path, key = tmp_path / "full.db", Secret(b"a" * 32)
    database = Database(path, key)
    migrate(database, is_new=True)
    with database.transaction():
        for number in range(1000):
            database.change("INSERT INTO settings VALUES (?, ?)", str(number), "x" * 400)
    database.close()
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["disk_fails"] * 4
    again = Database(path, key)
    assert again.row("SELECT count(*) FROM settings") == (1004,)
    assert again.damage() == []
    again.close()


def test_a_newer_database_is_refused_and_an_unmarked_one_is_damage(tmp_path, key):
    database = Database(tmp_path / "a.db", key)
    with pytest.raises(DamagedError):
        migrate(database, is_new=False)
    migrate(database, is_new=True)
    migrate(database, is_new=False)
    database.change(f"PRAGMA user_version = {latest_version() + 1}")
    with pytest.raises(VersionError) as caught:
        migrate(database, is_new=False)
    assert caught.value.details == {"needed": latest_version() + 1}
    database.change(f"PRAGMA user_version = {latest_version()}")
    database.change("PRAGMA application_id = 7")
    with pytest.raises(DamagedError):
        migrate(database, is_new=False)
    database.close()


WRITER = """
import sys
from pathlib import Path
from app.crypto.secret import Secret
from app.vault.database import Database
database = Database(Path(sys.argv[1]), Secret(bytes.fromhex(sys.argv[2])))
number = int(sys.argv[3])
while True:
    number += 1
    database.change("INSERT INTO settings VALUES (?, '')", str(number))
    print(number, flush=True)
"""


def test_no_acknowledged_row_is_lost_when_the_process_is_killed(database, tmp_path):
    # Keys never travel in arguments in the program; here the key is as worthless as the data.
    key, path = Secret(os.urandom(32)), tmp_path / "kill.db"
    killed = Database(path, key)
    migrate(killed, is_new=True)
    killed.close()
    acknowledged = 0
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), key.reveal().hex(), str(acknowledged)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        goal = acknowledged + 25
        while acknowledged < goal:
            acknowledged = int(child.stdout.readline())
        child.kill()
        rest = child.stdout.read().split("\n")
        child.stdout.close()
        child.wait()
        acknowledged = max([acknowledged, *(int(line) for line in rest[:-1] if line)])
        again = Database(path, key)
        kept = {int(row[0]) for row in again.rows("SELECT name FROM settings")}
        assert set(range(1, acknowledged + 1)) <= kept
        assert len(kept) <= acknowledged + 1
        assert again.damage() == []
        again.change("DELETE FROM settings WHERE CAST(name AS INTEGER) > ?", acknowledged)
        again.close()


@pytest.mark.parametrize(
    ("text", "expected"), [("Café", "cafe"), ("ÉÉN", "een"), ("STRASSE", "strasse"), ("straße", "strasse"), (None, ""), ("ĳs", "ijs")]
)
def test_searching_ignores_case_and_accents(text, expected):
    assert folded(text) == expected


def test_work_that_meets_a_closed_database_was_stopped(database):
    database.close()
    with pytest.raises(CancelledError):
        database.change("DELETE FROM moments")
    with pytest.raises(CancelledError):
        database.rows("SELECT 1")


def test_a_change_of_key_waits_for_whoever_holds_the_file_for_a_moment(database, tmp_path, key, monkeypatch):
    from app.vault import database as module

    real, refusals = module._connected, iter([True, True])

    def busy_twice(path, with_key):
        if next(refusals, False):
            raise SystemProblem("database_busy")
        return real(path, with_key)

    monkeypatch.setattr(module, "_connected", busy_twice)
    set_setting(database)
    database.change_key(key, new_key())
    assert setting(database) == "1"
