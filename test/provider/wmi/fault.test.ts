import { describe, expect, it } from "vitest";
import { useSample } from "../../sample";
import { emulatedBackend, written } from "./emulated-broker";
import { envelope, fault } from "./wire";

const sample = useSample();
const failed = (body: string, status = 500, headers?: Record<string, string>): Promise<unknown> => {
  sample.emulator.faults.clear();
  sample.emulator.faults.add({ operation: "Enumerate", ...written(body, status, headers) });
  return emulatedBackend(sample.emulator).sessions("now");
};

describe("a fault", () => {
  it("says what the WMI provider said, however deep Windows hides it", async () => {
    // The detail is as in a log of a Microsoft support page on WinRM and fibre channel adapters (WSManAPIWrapper), with another class.
    const recorded = `<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:InternalError</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">The WMI service reported that the WMI provider could not perform the requested operation. </s:Text></s:Reason><s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150859010" Machine="rdcb1"><f:Message><f:ProviderFault provider="WMI Provider" path="%systemroot%\\system32\\WsmWmiPl.dll"><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="2150859010" Machine="rdcb1.contoso.com"><f:Message>The WMI service reported that the WMI provider could not perform the requested operation. </f:Message></f:WSManFault><f:ExtendedError><p:__ExtendedStatus xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/wmi/__ExtendedStatus" xsi:type="p:__ExtendedStatus_Type"><p:Description>WDM specific return code: 4200</p:Description><p:Operation>ExecQuery</p:Operation><p:StatusCode xsi:nil="true"/></p:__ExtendedStatus></f:ExtendedError></f:ProviderFault></f:Message></f:WSManFault></s:Detail></s:Fault>`;
    await expect(failed(envelope(recorded))).rejects.toThrow(
      "Could not list the sessions of rdcb1.contoso.com/Pool1: the broker answered with a fault (InternalError 2150859010): The WMI service reported that the WMI provider could not perform the requested operation. WDM specific return code: 4200. Try again;",
    );
  });

  it("is read from MSFT_WmiError, too", async () => {
    const wmi = `<p:MSFT_WmiError b:IsCIM_Error="true" xmlns:b="http://schemas.dmtf.org/wbem/wsman/1/base" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/MSFT_WmiError"><p:CIMStatusCode>2</p:CIMStatusCode><p:Message>Access denied </p:Message><p:MessageID>HRESULT 0x80041003</p:MessageID><p:error_Code>2147749891</p:error_Code></p:MSFT_WmiError>`;
    const body = `<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>w:InternalError</s:Value></s:Subcode></s:Code><s:Reason><s:Text>x</s:Text></s:Reason><s:Detail>${wmi}</s:Detail></s:Fault>`;
    await expect(failed(envelope(body))).rejects.toMatchObject({ name: "AccessDeniedByBroker", message: expect.stringMatching(/InternalError 2147749891\): Access denied\. Make the account/) });
  });

  it("without code, reason and header is a fault all the same", async () => {
    // As virt-who's tests (HyperV, test_wrong_namespace) have it.
    const body = `<s:Envelope xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Detail><p:MSFT_WmiError xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSFT_WmiError"><p:error_Code>2150858778</p:error_Code></p:MSFT_WmiError></s:Detail></s:Fault></s:Body></s:Envelope>`;
    await expect(failed(body)).rejects.toThrow(/a fault \(2150858778\): it gives no reason\. Check collectionId, and that 127/);
  });

  it("is one whatever the HTTP status is", async () => {
    const body = fault({ subcode: "w:InvalidParameter", number: 87, text: "The parameter is incorrect." });
    for (const status of [200, 400, 500]) await expect(failed(body, status)).rejects.toThrow(/InvalidParameter 87\): The parameter is incorrect\./);
  });

  it("to another request is none", async () => {
    await expect(failed(fault({ subcode: "w:InvalidParameter", number: 87 }).replace("{MessageID}", "uuid:0"))).rejects.toThrow(/answers another request/);
  });

  it.each([
    ["w:AccessDenied", 5, "AccessDeniedByBroker", /Remote Management Users/],
    ["w:InternalError", 2150859013, "AccessDeniedByBroker", /Remote Management Users/],
    ["a:DestinationUnreachable", 2150858811, "RequestFailed", /is an RD Connection Broker: only there/],
    ["n:CannotProcessFilter", 2150858778, "RequestFailed", /Check collectionId/],
    ["w:TimedOut", 2150858793, "RequestFailed", /The broker is slow/],
    ["n:InvalidEnumerationContext", 2150858779, "RequestFailed", /Try again/],
  ])("%s %d says what to do", async (subcode, number, name, remedy) => {
    await expect(failed(fault({ subcode, number }))).rejects.toMatchObject({ name, message: expect.stringMatching(remedy) });
  });

  it("HTTP's own failure is told without the page that came with it", async () => {
    await expect(failed("<h1>secret page</h1>", 503, { "Content-Type": "text/html" })).rejects.toThrow(/: the broker answered HTTP status 503\. Check that 127\.0\.0\.1:\d+ can be reached/);
  });
});
