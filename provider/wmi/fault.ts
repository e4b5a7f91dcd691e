import { addressing, microsoftFault, soap, wsman } from "./namespaces";
import { child, descendant, type XmlElement } from "./xml-reader";

/** A SOAP fault, with what Windows adds in either of its two ways: `WSManFault`, or the newer `MSFT_WmiError`. */
export class Fault extends Error {
  override readonly name = "Fault";

  constructor(
    message: string,
    /** The sender's fault: what it sent was not carried out. */
    readonly isSenders: boolean,
    /** Local name, such as `TimedOut`. */
    readonly subcode: string,
    /** WSManFault's `Code`: a Win32 error or a WS-Management one. */
    readonly code: number | undefined,
    /** WMI's own error. */
    readonly hresult: number | undefined,
    readonly detail: string,
  ) {
    super(message);
  }
}

/** @param fault `s:Fault` */
export function readFault(fault: XmlElement): Fault {
  const code = child(fault, soap, "Code");
  const detail = child(fault, soap, "Detail");
  const reason = child(child(fault, soap, "Reason"), soap, "Text")?.text ?? "";
  const windows = child(detail, microsoftFault, "WSManFault");
  const wmi = descendant(detail, "MSFT_WmiError");
  const said = [saidByWindows(windows), descendant(wmi, "Message")?.text, reason].map(oneLine).find((text) => text !== "");
  return new Fault(
    said ?? "it gives no reason",
    localName(child(code, soap, "Value")?.text) === "Sender",
    localName(child(child(code, soap, "Subcode"), soap, "Value")?.text),
    numberIn(windows?.attributes.find(({ local }) => local === "Code")?.value) ?? numberIn(descendant(wmi, "error_Code")?.text),
    numberIn(/HRESULT (0x[0-9a-f]+)/i.exec(descendant(wmi, "MessageID")?.text ?? "")?.[1]) ?? numberIn(/0x8004[0-9a-f]{4}/i.exec(said ?? "")?.[0]),
    (child(detail, wsman, "FaultDetail") ?? child(detail, addressing, "FaultDetail"))?.text.trim() ?? "",
  );
}

/** A provider's fault is text, or another WSManFault in it and what WMI adds: its message, and the provider's own words. */
function saidByWindows(windows: XmlElement | undefined): string {
  const message = child(windows, microsoftFault, "Message");
  const provider = child(message, microsoftFault, "ProviderFault");
  return [descendant(provider, "Message")?.text ?? provider?.text ?? message?.text, descendant(provider, "Description")?.text].join(" ");
}

const oneLine = (text: string | undefined): string => (text ?? "").replace(/\s+/g, " ").trim();
const localName = (name: string | undefined): string => (name ?? "").trim().replace(/^.*:/, "");

function numberIn(text: string | undefined): number | undefined {
  const digits = text?.trim() ?? "";
  return /^(0x[0-9a-f]+|\d+)$/i.test(digits) ? Number(digits) : undefined;
}
