"""The TensorFlow 2 example from the README must run, not just have no findings."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

GAN_TF2 = Path(__file__).resolve().parents[2] / "examples" / "gan_tf2.py"
LOSSES = re.compile(r"^step (\d+): d_loss (\S+) g_loss (\S+)$", re.MULTILINE)


@pytest.mark.tensorflow  # and TensorBoard: 2.21 does not install it, and tf.summary.scalar raises without it
def test_gan_tf2_trains_two_steps(tmp_path: Path) -> None:
    logdir = tmp_path / "logs"
    run = subprocess.run(
        [sys.executable, str(GAN_TF2), "--steps", "2", "--logdir", str(logdir)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr

    printed = LOSSES.findall(run.stdout)
    assert [step for step, _, _ in printed] == ["2"], run.stdout
    losses = [float(loss) for _, d_loss, g_loss in printed for loss in (d_loss, g_loss)]
    assert all(math.isfinite(loss) for loss in losses), run.stdout

    assert list(logdir.glob("model.ckpt-*.index")), "no checkpoint was written"
    events = list(logdir.glob("events.out.tfevents.*"))
    assert events, "no event file was written"
    assert all(path.stat().st_size for path in events), "an event file is empty"
