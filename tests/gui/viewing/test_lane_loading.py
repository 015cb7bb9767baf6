from app.common.errors import InputError
from app.common.progress import JobContext
from app.ui.viewing.timeline.lane_loading import LaneLoading


def test_lanes_the_list_drew_at_the_same_time_are_read_and_no_failure(qtbot, session, jobs, recording):
    session.recordings.draw_lanes(recording.recording_id, JobContext())
    lanes = LaneLoading(session, jobs, recording.recording_id)
    failures, pictures = [], []
    lanes.failed.connect(failures.append)
    lanes.thumbnails_ready.connect(pictures.append)
    lanes._on_failed(InputError("derived_exists"))
    qtbot.waitUntil(lambda: bool(pictures), timeout=20_000)
    assert failures == []
    lanes._on_failed(InputError("file_empty"))
    assert len(failures) == 1
    lanes.release()
