"""Drives an emulator's connection broker with pypsrp's WS-Management client, by each way to sign in. Prints what it saw as JSON."""

import json
import os
import xml.etree.ElementTree as ElementTree
from urllib.parse import urlsplit

from pypsrp.exceptions import AuthenticationError, WSManFaultError
from pypsrp.wsman import WSMan, SelectorSet

endpoint = urlsplit(os.environ["DESKTOP_SESSIONS_RDS_ENDPOINT"])
user = os.environ["DESKTOP_SESSIONS_RDS_USERNAME"]
password = os.environ["DESKTOP_SESSIONS_RDS_PASSWORD"]
SESSION = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession"
ENUMERATION = "{http://schemas.xmlsoap.org/ws/2004/09/enumeration}"
WSMAN = "{http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd}"


def client(auth, secret=password, **options):
    return WSMan(
        endpoint.hostname, port=endpoint.port, ssl=True, auth=auth, username=user, password=secret,
        cert_validation=os.environ["REQUESTS_CA_BUNDLE"], no_proxy=True, **options,
    )


def look(wsman):
    enumerate_all = ElementTree.Element(ENUMERATION + "Enumerate")
    ElementTree.SubElement(enumerate_all, WSMAN + "OptimizeEnumeration")
    ElementTree.SubElement(enumerate_all, WSMAN + "MaxElements").text = "2"
    body = wsman.enumerate(SESSION, enumerate_all)
    users = [each.text for each in body.iter(f"{{{SESSION}}}UserName")]
    pull = ElementTree.Element(ENUMERATION + "Pull")
    ElementTree.SubElement(pull, ENUMERATION + "EnumerationContext").text = next(body.iter(ENUMERATION + "EnumerationContext")).text
    users += [each.text for each in wsman.pull(SESSION, pull).iter(f"{{{SESSION}}}UserName")]
    bob = SelectorSet()
    bob.add_option("VMHostName", "hv-0.contoso.com")
    bob.add_option("SessionId", "3")
    name = next(wsman.get(SESSION, selector_set=bob).iter(f"{{{SESSION}}}VMName")).text
    answer = wsman.invoke(SESSION + "/Disconnect", SESSION, ElementTree.Element(f"{{{SESSION}}}Disconnect_INPUT"), selector_set=bob)
    return [*users, name, next(answer.iter(f"{{{SESSION}}}ReturnValue")).text]


def refusal(call):
    try:
        call()
    except WSManFaultError as error:
        return error.code
    except AuthenticationError as error:
        return type(error).__name__
    return None


seen = {auth: look(client(auth)) for auth in ("basic", "ntlm", "negotiate")}
seen["wrong password"] = [refusal(lambda auth=auth: look(client(auth, "wrong"))) for auth in ("basic", "ntlm", "negotiate")]
if "CLIENT_CERTIFICATE" in os.environ:
    by_certificate = {"certificate_pem": os.environ["CLIENT_CERTIFICATE"], "certificate_key_pem": os.environ["CLIENT_KEY"]}
    seen["certificate"] = look(client("certificate", **by_certificate))
seen["missing"] = refusal(lambda: client("negotiate").get(SESSION))
print(json.dumps(seen))
