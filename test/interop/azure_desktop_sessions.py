"""Drives an emulator with Azure's own Python client, by nothing but the environment. Prints what it saw as JSON."""

import json
import os

from azure.core.exceptions import ClientAuthenticationError, HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential, DefaultAzureCredential
from azure.mgmt.desktopvirtualization import DesktopVirtualizationMgmtClient

endpoint = os.environ["DESKTOP_SESSIONS_ARM_ENDPOINT"]
scope = f"{endpoint}/.default"
# The client knows login.microsoftonline.com and its kin; another authority is taken on trust when one says so.
credential = DefaultAzureCredential(disable_instance_discovery=True)
client = DesktopVirtualizationMgmtClient(
    credential, os.environ["AZURE_SUBSCRIPTION_ID"], base_url=endpoint, credential_scopes=[scope]
)
pool = ("rg-avd", "pool-1")
host = (*pool, "sh-0.contoso.com")
seen = {}


def status_of(call):
    try:
        call()
    except HttpResponseError as error:
        return [error.status_code, type(error).__name__, error.error.code if error.error else None]
    return None


seen["users"] = sorted(s.user_principal_name for s in client.user_sessions.list_by_host_pool(*pool, page_size=1))
seen["active"] = len(list(client.user_sessions.list_by_host_pool(*pool, filter="sessionState eq 'Active'")))
session = client.user_sessions.get(*host, "3")
seen["bob"] = [session.user_principal_name, session.session_state, session.create_time.tzname()]
client.user_sessions.disconnect(*host, "3")
seen["disconnected"] = client.user_sessions.get(*host, "3").session_state
client.user_sessions.send_message(*host, "2", {"messageTitle": "Tonight", "messageBody": "Patching at 22:00."})
client.user_sessions.delete(*host, "5")
client.user_sessions.delete(*host, "5")
seen["missing"] = status_of(lambda: client.user_sessions.get(*host, "5"))
changed = client.session_hosts.update(*host, session_host={"properties": {"allowNewSession": False}})
seen["drained"] = changed.allow_new_session
seen["pools"] = [p.name for p in client.host_pools.list()]

try:
    ClientSecretCredential(
        os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"], "wrong", disable_instance_discovery=True
    ).get_token(scope)
except ClientAuthenticationError as error:
    seen["wrongSecret"] = error.message
print(json.dumps(seen))
