"""`python3 one_call.py ENDPOINT…`: a call to each in turn, and how much memory it took so far."""

import json
import resource
import sys

from run import made, make_client

import crec
from support import STOP_LIVE_RECORD

for endpoint in sys.argv[1:]:
    with make_client(crec.Cloud.TENCENT, endpoint=endpoint, attempt_limit=1) as client:
        outcome = made(STOP_LIVE_RECORD, client)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"status": outcome.status.name, "kilobytes": peak}))
