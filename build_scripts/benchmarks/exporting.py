"""Export seconds per second of video, split into its parts, against plain decode and encode of the same range."""

import io
import time
from fractions import Fraction

import av
from measure import seconds, side_by_side
from scratch import EXERCISE_CLIP, PASSPHRASE, scratch_folder

from app.cli.demo import agree_to_exercise
from app.common.progress import JobContext, Progress
from app.domain.timecode import TimeRange
from app.services.session import create_session

_RANGE = TimeRange(0, 10_000)


class _StepClock:
    """Adds up the wall time each reported step of a job took."""

    def __init__(self) -> None:
        self.seconds_by_step: dict[str, float] = {}
        self._step, self._since = "", time.perf_counter()

    def note(self, progress: Progress) -> None:
        now = time.perf_counter()
        if self._step:
            self.seconds_by_step[self._step] = self.seconds_by_step.get(self._step, 0.0) + now - self._since
        self._step, self._since = progress.step, now


def main() -> None:
    """Print the figures."""
    with scratch_folder() as folder:
        session, _ = create_session(folder / "kluis", PASSPHRASE)
        recording = session.recordings.import_file(EXERCISE_CLIP, title="oefening", context=JobContext())
        agree_to_exercise(session, recording.recording_id)
        fragment = session.fragments.add(recording.recording_id, _RANGE)
        clock = _StepClock()
        length_s = _RANGE.duration_ms / 1000

        def export() -> float:
            def work() -> None:
                found = session.anonymise.detect(fragment.fragment_id, JobContext(clock.note))
                session.anonymise.make_unreviewed_clip(found.plan, JobContext(clock.note))

            return seconds(work) / length_s

        def plain() -> float:
            return seconds(_decode_and_encode) / length_s

        rounds = 3
        side_by_side(
            export, plain, what="export", yardstick_name="alleen decoderen en coderen", unit="s per s", aim="<= 2.5 in een latere stap", rounds=rounds
        )
        for step, spent in clock.seconds_by_step.items():
            print(f"  {step}: {spent / (rounds + 1) / length_s:.3f} s per s", flush=True)
        print(f"  alleen decoderen: {seconds(_decode) / length_s:.3f} s per s", flush=True)
        session.lock()


def _decode() -> int:
    with av.open(str(EXERCISE_CLIP)) as clip:
        return sum(frame.time * 1000 < _RANGE.to_ms for frame in clip.decode(video=0))


def _decode_and_encode() -> None:
    with av.open(str(EXERCISE_CLIP)) as clip, av.open(io.BytesIO(), "w", format="mp4") as output:
        source = clip.streams.video[0]
        stream = output.add_stream("libx264", rate=source.average_rate, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = source.width, source.height, "yuv420p"
        stream.time_base = Fraction(1, 1000)
        for frame in clip.decode(video=0):
            if frame.time * 1000 >= _RANGE.to_ms:
                continue
            copy = frame.reformat(format="yuv420p")
            copy.pts, copy.time_base = round(frame.time * 1000), Fraction(1, 1000)
            output.mux(stream.encode(copy))
        output.mux(stream.encode(None))


if __name__ == "__main__":
    main()
