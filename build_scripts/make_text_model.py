"""Take resources/models/pp_ocr_v4_det.onnx out of the rapidocr-onnxruntime wheel, byte for byte as it is there.

Usage: python build_scripts/make_text_model.py rapidocr_onnxruntime-1.4.4-py3-none-any.whl
(the wheel comes from `pip download --no-deps rapidocr-onnxruntime==1.4.4`)

Only the network that finds text is taken, not the one that reads it: nobody needs to know what a letter says to cover it.
"""

import hashlib
import sys
import zipfile
from pathlib import Path

WHEEL_SHA256 = "971d7d5f223a7a808662229df1ef69893809d8457d834e6373d3854bc1782cbf"
MODEL_SHA256 = "d2a7720d45a54257208b1e13e36a8479894cb74155a5efe29462512d42f49da9"
MEMBER = "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx"
TARGET = Path(__file__).resolve().parents[1] / "resources" / "models" / "pp_ocr_v4_det.onnx"


def main() -> int:
    """Read the wheel named on the command line and write the model."""
    wheel = Path(sys.argv[1])
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != WHEEL_SHA256:
        print("This is not the wheel of rapidocr-onnxruntime 1.4.4 the model is taken from.", file=sys.stderr)
        return 1
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(MEMBER)
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {len(content)} bytes")
    return 0 if hashlib.sha256(content).hexdigest() == MODEL_SHA256 else 1


if __name__ == "__main__":
    sys.exit(main())
