import { ArmError } from "./arm-error";
import type { Query } from "./query";
import type { ResourcePath } from "./resource-path";

/**
 * The versions of Microsoft.DesktopVirtualization, newest first. Source: learn.microsoft.com,
 * azure/templates/microsoft.desktopvirtualization/allversions, and for those after 2025-09 the folders of
 * azure-rest-api-specs.
 */
export const apiVersions: readonly string[] = [
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

/**
 * The versions of Azure Resource Manager's own types, in the order in which it lists them in its refusal
 * (https://github.com/ansible-collections/azure/issues/1739, and later ones from the same text elsewhere).
 */
export const resourcesApiVersions: readonly string[] = [
  "2025-04-01", "2025-03-01", "2024-11-01", "2024-08-01", "2024-07-01", "2024-06-01-preview", "2024-03-01",
  "2023-07-01", "2023-07-01-preview", "2023-03-01-preview", "2022-12-01", "2022-11-01-preview", "2022-09-01", "2022-06-01", "2022-05-01", "2022-03-01-preview", "2022-01-01",
  "2021-04-01", "2021-01-01", "2020-10-01", "2020-09-01", "2020-08-01", "2020-07-01", "2020-06-01", "2020-05-01", "2020-01-01",
  "2019-11-01", "2019-10-01", "2019-09-01", "2019-08-01", "2019-07-01", "2019-06-01", "2019-05-10", "2019-05-01", "2019-03-01",
  "2018-11-01", "2018-09-01", "2018-08-01", "2018-07-01", "2018-06-01", "2018-05-01", "2018-02-01", "2018-01-01",
  "2017-12-01", "2017-08-01", "2017-06-01", "2017-05-10", "2017-05-01", "2017-03-01", "2016-09-01", "2016-07-01", "2016-06-01", "2016-02-01",
  "2015-11-01", "2015-01-01", "2014-04-01-preview", "2014-04-01", "2014-01-01", "2013-03-01", "2014-02-26", "2014-04",
];

const knownOfResources = new Set(resourcesApiVersions);

/** ARM's front door wants one before it looks at anything else. @throws ArmError 400 */
export function requireApiVersion(query: Query): string {
  const version = query.get("api-version");
  if (!version) throw new ArmError(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
  return version;
}

/** @throws ArmError 400 */
export function checkApiVersion(version: string, path: ResourcePath, location: string): void {
  // What has no type below a provider is Azure Resource Manager's own.
  if (path.type === "") {
    if (!knownOfResources.has(version.toLowerCase())) throw new ArmError(400, "InvalidApiVersionParameter", `The api-version '${version}' is invalid. The supported versions are '${resourcesApiVersions.join(",")}'.`);
    return;
  }
  if (known.has(version.toLowerCase())) return;
  const versions = apiVersions.join(", ");
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${location}' and API version '${version}' for type '${path.type}'. The supported api-versions are '${versions}'. The supported locations are '${location}'.`,
  );
}
