/**
 * The file that a result is shown at. There is none where a session breaks an intent, but code scanning shows nothing without
 * one: the file that the state was read from, or else what every Pulumi program has.
 */
export const location = (source: string): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(source) }, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } },
});

function uriOf(source: string): string {
  if (source === "" || source === "-" || source.startsWith("pulumi stack export")) return "Pulumi.yaml";
  const path = source.replaceAll("\\", "/").toWellFormed().split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return `file://${path}`;
  // A drive of Windows; its colon would otherwise be taken for the end of a scheme.
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path;
}
