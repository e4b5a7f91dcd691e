import { describe, expect, it } from "vitest";
import { brokerSettingNames, brokerSettings } from "../../../provider/settings/broker-settings";

const settings = (config: Record<string, string>, environment: Record<string, string> = {}, broker = "rdcb1.contoso.com") =>
  brokerSettings(broker, (key) => config[key], environment);
const who = { rdsUsername: "CONTOSO\\rdsadmin", rdsPassword: "hunter2" };

describe("the settings of a broker", () => {
  it("are https on 5986, NTLM and a checked certificate where nothing else is said", () => {
    expect(settings(who)).toEqual({
      endpoint: "https://rdcb1.contoso.com:5986/wsman",
      authentication: "ntlm",
      username: "CONTOSO\\rdsadmin",
      password: "hunter2",
      verifyTls: true,
    });
  });

  it("are read from the broker's own entry, then from the configuration, then from the environment", () => {
    const brokers = JSON.stringify({ "RDCB1.contoso.com": { username: "own", verifyTls: false } });
    const environment = { DESKTOP_SESSIONS_RDS_USERNAME: "env", DESKTOP_SESSIONS_RDS_PASSWORD: "env", DESKTOP_SESSIONS_RDS_AUTHENTICATION: "basic", DESKTOP_SESSIONS_RDS_ENDPOINT: "http://127.0.0.1:8080" };
    expect(settings({ ...who, brokers }, environment)).toEqual({ endpoint: "http://127.0.0.1:8080/wsman", authentication: "basic", username: "own", password: "hunter2", verifyTls: false });
    expect(settings({ ...who, brokers }, {}, "rdcb2.contoso.com")).toMatchObject({ username: "CONTOSO\\rdsadmin", verifyTls: true });
    expect(settings({ rdsUsername: "" }, environment)).toMatchObject({ username: "env" });
  });

  it("are a client certificate where there is one and no user, and Kerberos only by name", () => {
    expect(settings({ rdsCertificatePath: "/run/rds.pem" })).toMatchObject({ authentication: "certificate", clientCertificatePath: "/run/rds.pem" });
    expect(settings({}, { DESKTOP_SESSIONS_RDS_CERTIFICATE_PATH: "/run/rds.pem" })).toMatchObject({ authentication: "certificate" });
    expect(settings({ rdsAuthentication: "kerberos" })).toMatchObject({ authentication: "kerberos" });
  });

  it("are Basic over http where that is said by name: the password is there for all to read", () => {
    expect(settings({ ...who, rdsEndpoint: "http://rdcb1.contoso.com:5985/wsman", rdsAuthentication: "basic" })).toMatchObject({ authentication: "basic" });
  });

  it("keep an endpoint's own path, and have /wsman where it has none", () => {
    expect(settings({ ...who, rdsEndpoint: "https://gateway.contoso.com/rdcb1/wsman" }).endpoint).toBe("https://gateway.contoso.com/rdcb1/wsman");
    expect(settings({ ...who, rdsEndpoint: "https://gateway.contoso.com:5986" }).endpoint).toBe("https://gateway.contoso.com:5986/wsman");
  });

  it("have names, so that misspelt ones can be refused", () => {
    expect(brokerSettingNames).toEqual(["rdsUsername", "rdsPassword", "rdsAuthentication", "rdsEndpoint", "rdsCertificatePath", "rdsCaPath", "rdsVerifyTls", "brokers"]);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ["NTLM over http", { ...who, rdsEndpoint: "http://h", rdsAuthentication: "ntlm" }, /Could not sign in at rdcb1\.contoso\.com with ntlm: the endpoint is http, where Windows wants messages sealed.* Set desktop-sessions:rdsEndpoint to an https URL/],
    ["a password over http that nobody asked for", { ...who, rdsEndpoint: "http://h" }, /the endpoint is http.*; or rdsAuthentication to basic, and the password travels for all to read/],
    ["one endpoint for all of several brokers", { ...who, rdsEndpoint: "https://h", brokers: "{}" }, /rdsEndpoint beside desktop-sessions:brokers: it would be the endpoint of every broker/],
    ["Kerberos over http", { rdsEndpoint: "http://h", rdsAuthentication: "kerberos" }, /with kerberos: the endpoint is http, where Windows wants messages sealed/],
    ["a certificate over http", { rdsCertificatePath: "/x.pem", rdsEndpoint: "http://h", rdsAuthentication: "certificate" }, /shown in TLS, and the endpoint is http/],
    ["nobody", {}, /rdsUsername and rdsPassword are not set\. Set desktop-sessions:rdsUsername \(or DESKTOP_SESSIONS_RDS_USERNAME\) and/],
    ["a user without a password", { rdsUsername: "u" }, /rdsPassword is not set/],
    ["a certificate that is not named", { rdsAuthentication: "certificate" }, /rdsCertificatePath is not set/],
    ["another way to sign in", { ...who, rdsAuthentication: "digest" }, /"digest" as rdsAuthentication: .* Set desktop-sessions:rdsAuthentication to basic, ntlm, certificate, kerberos/],
    ["neither true nor false", { ...who, rdsVerifyTls: "no" }, /"no" as rdsVerifyTls: .* to true, false/],
    ["no URL", { ...who, rdsEndpoint: "rdcb1:5986" }, /value of rdsEndpoint: it is not an http or https URL/],
    ["brokers that are no JSON", { brokers: "{hunter2" }, /read desktop-sessions:brokers: it is not JSON/],
    ["a misspelt name in a broker's entry", { brokers: '{"rdcb1.contoso.com":{"usrname":"hunter2"}}' }, /brokers\.rdcb1\.contoso\.com: usrname is not one of username, password/],
    ["a number for a broker's password", { brokers: '{"rdcb1.contoso.com":{"password":12345}}' }, /brokers\.rdcb1\.contoso\.com\.password/],
    ["a password in the endpoint", { ...who, rdsEndpoint: "https://u:hunter2@h" }, /without a user name/],
  ])("refuse %s", (_, config, why) => {
    expect(() => settings(config)).toThrow(why);
    expect(() => settings(config)).not.toThrow(/hunter2|12345/);
  });
});
