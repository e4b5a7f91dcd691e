import { ArmError } from "./arm-error";
import type { Query } from "./query";
import { NAMESPACE, type ResourcePath } from "./resource-path";

/**
 * The versions of Microsoft.DesktopVirtualization, newest first. Source: learn.microsoft.com,
 * azure/templates/microsoft.desktopvirtualization/allversions, and for those after 2025-09 the folders of
 * azure-rest-api-specs.
 */
const apiVersions: readonly string[] = [
  "2026-03-01-preview",
  "2026-01-01-preview",
  "2025-11-01-preview",
  "2025-10-10",
  "2025-09-01-preview",
  "2025-08-01-preview",
  "2025-04-01-preview",
  "2025-03-01-preview",
  "2024-11-01-preview",
  "2024-08-08-preview",
  "2024-04-08-preview",
  "2024-04-03",
  "2024-03-06-preview",
  "2024-01-16-preview",
  "2023-11-01-preview",
  "2023-10-04-preview",
  "2023-09-05",
  "2023-07-07-preview",
  "2022-10-14-preview",
  "2022-09-09",
  "2022-04-01-preview",
  "2022-02-10-preview",
  "2021-09-03-preview",
  "2021-07-12",
  "2021-04-01-preview",
  "2021-03-09-preview",
  "2021-02-01-preview",
  "2021-01-14-preview",
  "2020-11-10-preview",
  "2020-11-02-preview",
  "2020-10-19-preview",
  "2020-09-21-preview",
  "2019-12-10-preview",
  "2019-09-24-preview",
  "2019-01-23-preview",
];

const known = new Set(apiVersions);

/** ARM's front door wants one before it looks at anything else. @throws ArmError 400 */
export function requireApiVersion(query: Query): string {
  const version = query.get("api-version");
  if (!version) throw new ArmError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
  return version;
}

/** @throws ArmError 400 */
export function checkApiVersion(version: string, path: ResourcePath, location: string): void {
  if (known.has(version.toLowerCase())) return;
  const versions = apiVersions.join(", ");
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${location}' and API version '${version}' for type '${path.type || NAMESPACE}'. The supported api-versions are '${versions}'. The supported locations are '${location}'.`,
  );
}
