"""Draw the practice conversation: `python build_scripts/make_practice_clip.py`.

The drawn scene of the design with dots over whoever speaks, and the sentences of the shipped clip under it. The same bytes come out
each time with the same FFmpeg, so that anybody can see that nothing else is in it.
"""

import io
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[1]
SCENE = ROOT / "resources" / "drawings" / "scene.svg"
SOUND = ROOT / "resources" / "oefenclip" / "gesprek-van-twee.mp4"
TARGET = ROOT / "resources" / "oefenclip" / "getekend-gesprek.mp4"
SIZE, FPS, SECONDS = (960, 540), 10, 26
SENTENCES = ((0.6, 3.4, 2), (4.4, 8.0, 0), (9.2, 11.0, 2), (16.0, 17.8, 2), (19.0, 21.0, 0), (22.4, 24.0, 1))
"""From and to in seconds (see the README of the clip), and who speaks: 0 is left, 1 the young person, 2 right."""
HEADS = ((0.315, 0.12), (0.52, 0.17), (0.725, 0.15))
"""Above whose head the dots stand, as parts of the picture."""


def main() -> None:
    """Write the clip."""
    application = QGuiApplication([])
    scene = _scene()
    target = io.BytesIO()
    with av.open(target, "w", format="mp4", options={"fflags": "+bitexact"}) as out, av.open(str(SOUND)) as sound:
        video = out.add_stream("libx264", rate=FPS, options={"crf": "26", "preset": "veryslow", "threads": "1", "g": str(FPS * 2)})
        video.width, video.height = SIZE
        video.pix_fmt = "yuv420p"
        audio = out.add_stream_from_template(sound.streams.audio[0])
        for number in range(FPS * SECONDS):
            frame = av.VideoFrame.from_ndarray(_pixels(scene, number / FPS), format="rgb24")
            frame.pts = number
            out.mux(video.encode(frame))
        out.mux(video.encode())
        for packet in sound.demux(audio=0):
            if packet.dts is not None:
                packet.stream = audio
                out.mux(packet)
    TARGET.write_bytes(target.getvalue())
    print(f"{TARGET.relative_to(ROOT)}: {len(target.getvalue())} bytes")
    del application


def _scene() -> QImage:
    image = QImage(*SIZE, QImage.Format.Format_RGB888)
    image.fill(QColor("#0E1312"))
    painter = QPainter(image)
    renderer = QSvgRenderer(str(SCENE))
    box = renderer.viewBoxF()
    zoom = max(SIZE[0] / box.width(), SIZE[1] / box.height())
    width, height = box.width() * zoom, box.height() * zoom
    renderer.render(painter, QRectF((SIZE[0] - width) / 2, (SIZE[1] - height) / 2, width, height))
    painter.end()
    return image


def _pixels(scene: QImage, at_s: float) -> np.ndarray:
    image = QImage(scene)
    speaker = next((who for begin, end, who in SENTENCES if begin <= at_s < end), None)
    if speaker is not None:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, y = HEADS[speaker][0] * SIZE[0], HEADS[speaker][1] * SIZE[1]
        painter.setPen(QColor("#1B2624"))
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawRoundedRect(QRectF(x - 34, y - 18, 68, 36), 18, 18)
        painter.setBrush(QColor("#23493F"))
        for dot in range(1 + int(at_s * 3) % 3):
            painter.drawEllipse(QPointF(x - 18 + 18 * dot, y), 4, 4)
        painter.end()
    view = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return np.ascontiguousarray(view[:, : SIZE[0] * 3].reshape(image.height(), SIZE[0], 3))


if __name__ == "__main__":
    main()
