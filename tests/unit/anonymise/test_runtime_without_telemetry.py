"""The program promises to open no connection, so what finds faces may not carry code that reports its use to its maker."""

from importlib.util import find_spec
from pathlib import Path

from app.anonymise.face_finder import FaceFinder

MARKS = (b"events.data.microsoft.com", b"OneDsTelemetry", b"IHttpClient")


def test_the_installed_onnxruntime_carries_no_telemetry_client():
    spec = find_spec("onnxruntime")
    assert spec is not None
    assert spec.origin is not None
    binaries = [file for pattern in ("*.so*", "*.dll", "*.pyd", "*.dylib") for file in Path(spec.origin).parent.rglob(pattern)]

    assert binaries
    assert {(file.name, mark) for file in binaries for mark in MARKS if mark in file.read_bytes()} == set()


def test_it_still_runs_on_the_processor_only():
    assert FaceFinder()._session.get_providers() == ["CPUExecutionProvider"]
