"""Disconnects bob and finds him disconnected, with nothing but Python's own library. Prints what it saw as JSON."""

import json
import os
import ssl
import urllib.error
import urllib.parse
import urllib.request

endpoint = os.environ["DESKTOP_SESSIONS_ARM_ENDPOINT"]
authority = os.environ["AZURE_AUTHORITY_HOST"]
subscription = os.environ["AZURE_SUBSCRIPTION_ID"]
# OpenSSL finds the emulator's authority by SSL_CERT_FILE. Python's own strict mode, the default from 3.13, is on in all.
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
# A proxy of the machine has no way to this emulator.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
seen = {}


def call(method, url, body=None, headers=None):
    """The status, headers and parsed body of an answer, be it a success or not."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with opener.open(request) as answer:
            status, received, text = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        status, received, text = error.code, error.headers, error.read()
    return status, received, json.loads(text) if text else None


form = {
    "grant_type": "client_credentials",
    "client_id": os.environ["AZURE_CLIENT_ID"],
    "client_secret": os.environ["AZURE_CLIENT_SECRET"],
    "scope": endpoint + "/.default",
}
_, _, token = call("POST", f"{authority}/{os.environ['AZURE_TENANT_ID']}/oauth2/v2.0/token", urllib.parse.urlencode(form).encode())
bearer = {"Authorization": "Bearer " + token["access_token"], "Content-Type": "application/json"}
pool = f"{endpoint}/subscriptions/{subscription}/resourceGroups/rg-avd/providers/Microsoft.DesktopVirtualization/hostPools/pool-1"
host = pool + "/sessionHosts/sh-0.contoso.com/userSessions"
version = "?api-version=2024-04-03"

_, headers, sessions = call("GET", f"{pool}/userSessions{version}", headers=bearer)
seen["users"] = sorted(each["properties"]["userPrincipalName"] for each in sessions["value"])
seen["reads left"] = int(headers["x-ms-ratelimit-remaining-subscription-reads"])
# Every link is followed as it came, whatever it consists of.
filtered = urllib.parse.quote("userPrincipalName ne 'o''neil+1@contoso.com' and not (sessionState eq 'Pending')")
link, seen["pages"] = f"{pool}/userSessions{version}&pageSize=1&$filter={filtered}", []
while link:
    page = call("GET", link, headers=bearer)[2]
    seen["pages"].append(len(page["value"]))
    link = page["nextLink"]

seen["disconnect"] = call("POST", f"{host}/3/disconnect{version}", b"", bearer)[0]
seen["state"] = call("GET", f"{host}/3{version}", headers=bearer)[2]["properties"]["sessionState"]
message = json.dumps({"messageTitle": "Tonight", "messageBody": "Patching at 22:00. Grüße"}).encode()
seen["message"] = call("POST", f"{host}/2/sendMessage{version}", message, bearer)[0]
seen["log off"] = [call("DELETE", f"{host}/5{version}", headers=bearer)[0] for _ in range(2)]
seen["missing"] = call("GET", f"{host}/5{version}", headers=bearer)[2]["error"]["code"]
seen["stranger"] = call("GET", f"{host}/3{version}")[2]["error"]["code"]
print(json.dumps(seen))
