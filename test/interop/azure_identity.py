"""Signs in with azure-identity in each way that needs no secret, by the environment that the emulator gives for it."""

import base64
import json
import os
import urllib.request

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import DefaultAzureCredential, ManagedIdentityCredential, WorkloadIdentityCredential

SCOPE = "https://management.azure.com/.default"
WAYS = ["AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_POD_IDENTITY_AUTHORITY_HOST", "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "AZURE_FEDERATED_TOKEN_FILE"]


def point_at(way):
    """The emulator tells over its control plane what a client in this process would be given."""
    for name in WAYS:
        os.environ.pop(name, None)
    with urllib.request.urlopen(f"{os.environ['DESKTOP_SESSIONS_EMULATOR_HTTP']}/_emulator/env?signIn={way}") as answer:
        os.environ.update(json.load(answer))


def who(credential):
    payload = credential.get_token(SCOPE).token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return [claims["appid"], claims.get("xms_mirid", "").split("/")[-1]]


found = {}
point_at("managedIdentity")
found["virtual machine"] = who(ManagedIdentityCredential())
# Azure's default chain asks whether anybody is there before it asks for a token.
found["by default"] = who(DefaultAzureCredential())
try:
    ManagedIdentityCredential(client_id="99999999-9999-9999-9999-999999999999").get_token(SCOPE)
except ClientAuthenticationError as error:
    found["stranger"] = "Identity not found" in str(error)
point_at("appService")
found["App Service"] = who(ManagedIdentityCredential())
point_at("workloadIdentity")
found["workload"] = who(WorkloadIdentityCredential(disable_instance_discovery=True))
print(json.dumps(found))
