"""Asks an emulator's connection broker over http who it is, with sealed messages and without. Prints what it heard as JSON."""

import json
import os
import re
from urllib.parse import urlsplit

url = os.environ["DESKTOP_SESSIONS_EMULATOR_HTTP"] + "/wsman"
user = os.environ["DESKTOP_SESSIONS_RDS_USERNAME"]
password = os.environ["DESKTOP_SESSIONS_RDS_PASSWORD"]
IDENTIFY = b"""<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body>
<i:Identify xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"/></e:Body></e:Envelope>"""


def by_winrm(**options):
    from winrm.protocol import Protocol

    return Protocol(url, transport="ntlm", username=user, password=password, **options).send_message(IDENTIFY)


def by_pypsrp(**options):
    from pypsrp.wsman import WSMan

    target = urlsplit(url)
    client = WSMan(target.hostname, port=target.port, ssl=False, auth="ntlm", username=user, password=password, no_proxy=True, **options)
    return client.transport.send(IDENTIFY)


def heard(ask, **options):
    try:
        answer = ask(**options).decode()
    except Exception as error:
        # A fault's text; pypsrp's transport has the whole envelope.
        return str(error)
    return re.search("ProductVendor>(.*?)<", answer).group(1)


ask, unsealed = {"winrm": (by_winrm, {"message_encryption": "never"}), "pypsrp": (by_pypsrp, {"encryption": "never"})}[os.environ["CLIENT"]]
print(json.dumps({"by default": heard(ask), "unsealed": heard(ask, **unsealed)}))
