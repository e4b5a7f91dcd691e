import { describe, expect, it } from "vitest";
import { azureSettings } from "../../../provider/settings/azure-settings";

const settings = (config: Record<string, string>, environment: Record<string, string> = {}) =>
  azureSettings((key) => config[key], environment);

describe("settings", () => {
  it("are those of the public cloud when nothing is said", () => {
    expect(settings({})).toMatchObject({
      armEndpoint: "https://management.azure.com",
      authorityHost: "https://login.microsoftonline.com",
      privateAuthority: false,
    });
  });

  it.each([
    ["usgovernment", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us"],
    ["china", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"],
  ])("know the cloud %s, by configuration and by ARM_ENVIRONMENT", (cloud, armEndpoint, authorityHost) => {
    const expected = { armEndpoint, authorityHost, privateAuthority: false };
    expect(settings({ cloud })).toMatchObject(expected);
    expect(settings({}, { ARM_ENVIRONMENT: cloud })).toMatchObject(expected);
  });

  it("read configuration before AZURE_ before ARM_, and take an empty value for none", () => {
    const environment = { AZURE_CLIENT_ID: "azure", ARM_CLIENT_ID: "arm", AZURE_TENANT_ID: "", ARM_TENANT_ID: "arm" };
    expect(settings({}, environment)).toMatchObject({ clientId: "azure", tenantId: "arm" });
    expect(settings({ clientId: "config" }, environment)).toMatchObject({ clientId: "config" });
  });

  it("know that an authority of one's own is not Microsoft's", () => {
    expect(settings({}, { AZURE_AUTHORITY_HOST: "https://127.0.0.1:8443/" })).toMatchObject({
      authorityHost: "https://127.0.0.1:8443",
      privateAuthority: true,
    });
    expect(settings({ authorityHost: "https://login.microsoftonline.us/" })).toMatchObject({ privateAuthority: false });
  });

  it("refuse a cloud that does not exist, and an endpoint that tokens must not be sent to", () => {
    expect(() => settings({ cloud: "german" })).toThrow(
      'Could not choose the Azure cloud: "german" is not one of them. Set desktop-sessions:cloud (or ARM_ENVIRONMENT) to public, usgovernment, china.',
    );
    expect(() => settings({ armEndpoint: "http://127.0.0.1:8080" })).toThrow(
      'Could not use "http://127.0.0.1:8080" as armEndpoint: it is not an https URL, and tokens are sent over https only.',
    );
  });
});
