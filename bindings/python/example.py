"""Stops a Tencent Cloud Live recording: python3 example.py STREAM_NAME TASK_ID."""

import sys

import crec

stream_name, task_id = sys.argv[1:]

try:
    # The keys come from TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY.
    with crec.Client(crec.Cloud.TENCENT, timeout=10.0) as client:
        outcome = client.stop_live_record(stream_name=stream_name, task_id=task_id)
except crec.CrecError as error:
    sys.exit(f"{error}\nworth repeating: {error.outcome.retryable}")

print(f"{outcome.status.name}, request {outcome.request_id}")
