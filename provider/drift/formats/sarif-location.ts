/**
 * The file that a result is shown at. There is none where a session breaks an intent, but code scanning shows nothing without
 * one: the file that stands for the stack, or else what every Pulumi program has.
 */
export const location = (file = "Pulumi.yaml"): object => ({
  physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } },
});

function uriOf(file: string): string {
  const path = file.toWellFormed().split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return `file://${path}`;
  // A drive of Windows; its colon would otherwise be taken for the end of a scheme.
  return /^[A-Za-z]%3A\//.test(path) ? `file:///${path.replace("%3A", ":")}` : path;
}
