"""Accepts NTLM with pyspnego, an implementation that this project has no part in.

Reads lines of "<token> <channel bindings' application data or ->" in base64 and answers each with "more <token>", "ok <user>" or
"error <why>". A first message of NTLM begins anew.
"""

import base64
import os
import sys
import tempfile

import spnego
from spnego.channel_bindings import GssChannelBindings

with tempfile.NamedTemporaryFile("w", delete=False) as users:
    users.write("CONTOSO:rdsadmin:hunter2 ü\n")
os.environ["NTLM_USER_FILE"] = users.name

context = None
for line in sys.stdin:
    token, bindings = line.split()
    try:
        if base64.b64decode(token)[8] == 1:
            context = spnego.server(protocol="ntlm")
        data = None if bindings == "-" else GssChannelBindings(application_data=base64.b64decode(bindings))
        answer = context.step(base64.b64decode(token), channel_bindings=data)
        print(f"ok {context.client_principal}" if context.complete else f"more {base64.b64encode(answer).decode()}", flush=True)
    except Exception as error:
        print(f"error {type(error).__name__} {' '.join(str(error).split())}", flush=True)
os.unlink(users.name)
