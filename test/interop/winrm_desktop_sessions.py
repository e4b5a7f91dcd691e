"""Drives an emulator's connection broker with pywinrm, by nothing but the environment. Prints what it saw as JSON."""

import json
import os
import xml.etree.ElementTree as ElementTree

import xmltodict
from winrm.exceptions import InvalidCredentialsError, WinRMTransportError, WSManFaultError
from winrm.protocol import Protocol

endpoint = os.environ["DESKTOP_SESSIONS_RDS_ENDPOINT"]
user = os.environ["DESKTOP_SESSIONS_RDS_USERNAME"]
password = os.environ["DESKTOP_SESSIONS_RDS_PASSWORD"]
SESSION = "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/rdms/Win32_VirtualDesktopSession"
ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration"
TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer"
ENVELOPE = "http://www.w3.org/2003/05/soap-envelope"


class Broker:
    """What pywinrm's own shells are made of: its header, its transport, its faults."""

    def __init__(self, transport, secret=password):
        self.protocol = Protocol(endpoint, transport=transport, username=user, password=secret)

    def call(self, action, resource, body, selectors=None):
        envelope = self.protocol.build_wsman_header(action, resource)
        if selectors:
            envelope["env:Header"]["w:SelectorSet"] = {"w:Selector": [{"@Name": name, "#text": text} for name, text in selectors.items()]}
        envelope["env:Body"] = body
        answer = self.protocol.send_message(xmltodict.unparse({"env:Envelope": envelope}))
        return ElementTree.fromstring(answer).find(f"{{{ENVELOPE}}}Body")

    def identify(self):
        identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"
        body = {"s:Envelope": {"@xmlns:s": ENVELOPE, "@xmlns:i": identity, "s:Header": None, "s:Body": {"i:Identify": None}}}
        answer = ElementTree.fromstring(self.protocol.send_message(xmltodict.unparse(body)))
        return answer.find(f".//{{{identity}}}ProductVendor").text

    def enumerate(self, inside):
        return self.call(f"{ENUMERATION}/Enumerate", SESSION.rsplit("/", 1)[0] + "/*" if inside else SESSION, {"n:Enumerate": inside})

    def everybody(self):
        answer = self.enumerate(None)
        found = []
        while True:
            context = answer.find(f".//{{{ENUMERATION}}}EnumerationContext")
            if context is None:
                return found
            answer = self.call(f"{ENUMERATION}/Pull", SESSION, {"n:Pull": {"n:EnumerationContext": context.text, "n:MaxElements": "2"}})
            found.append([each.text for each in answer.iter(f"{{{SESSION}}}UserName")])

    def select(self, where):
        query = {"@Dialect": "http://schemas.microsoft.com/wbem/wsman/1/WQL", "#text": "SELECT UserName FROM Win32_VirtualDesktopSession WHERE " + where}
        return [each.text for each in self.enumerate({"w:OptimizeEnumeration": None, "w:MaxElements": "100", "w:Filter": query}).iter("UserName")]

    def get(self, host, session):
        answer = self.call(f"{TRANSFER}/Get", SESSION, None, {"VMHostName": host, "SessionId": session})
        return {each.tag.split("}")[1]: each.text for each in answer[0]}

    def invoke(self, method, host, session, **parameters):
        body = {f"p:{method}_INPUT": {"@xmlns:p": SESSION, **{f"p:{name}": text for name, text in parameters.items()}}}
        answer = self.call(f"{SESSION}/{method}", SESSION, body, {"VMHostName": host, "SessionId": session})
        return int(answer.find(f".//{{{SESSION}}}ReturnValue").text)


def refusal(call):
    try:
        call()
    except WSManFaultError as error:
        return [error.code, error.fault_subcode]
    except InvalidCredentialsError as error:
        return str(error)
    except WinRMTransportError as error:
        return error.code
    return None


seen = {}
for transport in ("basic", "ntlm"):
    broker = Broker(transport)
    seen[transport] = {
        "vendor": broker.identify(),
        "pulled": broker.everybody(),
        "selected": broker.select("UserName LIKE '%[ao]%' AND NOT ConnectState = 4"),
        "bob": broker.get("hv-0.contoso.com", "3"),
        "disconnect": broker.invoke("Disconnect", "hv-0.contoso.com", "3"),
        "state": broker.get("hv-0.contoso.com", "3")["ConnectState"],
        "message": broker.invoke("SendMessage", "hv-0.contoso.com", "2", Title="Tonight", Message="Patching at 22:00. Grüße <b>"),
        "missing": broker.invoke("Logoff", "hv-0.contoso.com", "99"),
        "fault": refusal(lambda: broker.get("hv-0.contoso.com", "99")),
        "wrong password": refusal(Broker(transport, "wrong").identify),
    }
print(json.dumps(seen))
