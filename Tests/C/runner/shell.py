"""The `crec` command with the emulator's own keys."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

KEYS = {
    "VOLCENGINE_ACCESS_KEY": "volcengine-test-key",
    "VOLCENGINE_SECRET_KEY": "volcengine-test-secret",
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "aliyun-test-key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "aliyun-test-secret",
    "TENCENTCLOUD_SECRET_ID": "tencent-test-key",
    "TENCENTCLOUD_SECRET_KEY": "tencent-test-secret",
}


def run_crec(
    crec: Path, arguments: Sequence[str], text: str = "", keys: dict[str, str] = KEYS
) -> subprocess.CompletedProcess[str]:
    """Run it to its end, with nothing in its environment but the keys."""
    return subprocess.run(
        [str(crec), *arguments],
        input=text,
        env=keys,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
    )
