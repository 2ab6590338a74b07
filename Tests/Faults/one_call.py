"""`python3 one_call.py ENDPOINT…`: a call to each in turn, and how much memory it took so far."""

import argparse
import json
import resource

from run import made, make_client

import crec
from support import STOP_LIVE_RECORD

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("endpoints", nargs="+")
parser.add_argument("--ca-file")
given = parser.parse_args()
for endpoint in given.endpoints:
    options = {"endpoint": endpoint, "ca_file": given.ca_file, "attempt_limit": 1}
    with make_client(crec.Cloud.TENCENT, **options) as client:
        outcome = made(STOP_LIVE_RECORD, client)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"status": outcome.status.name, "kilobytes": peak}))
