import type { Cloud } from "./clouds";
import surroundings from "./cloud-surroundings.json";

/*
 * What a cloud has besides what the emulator stands for, and clients read all the same. In the form of the real
 * clouds' answers at 2019-05-01; the values that those lack are from azure-cli-core's cloud.py, and a name that neither knows is
 * left out.
 */

/** ARM and the authority are the emulator itself, all else is the cloud's own. */
function entry(cloud: Cloud, origin: string) {
  return {
    ...surroundings[cloud.name],
    name: cloud.name,
    resourceManager: `${origin}/`,
    // Tokens for either are good here. Of the first one, the az CLI makes the scope that it asks for.
    authentication: { loginEndpoint: origin, audiences: cloud.audiences, tenant: "common", identityProvider: "AAD" },
  };
}

/** The form that the first tools knew: Azure Stack's, and msrestazure's `get_cloud_from_metadata_endpoint`. */
function endpointsOnly(cloud: Cloud, origin: string) {
  const { portal, gallery, graph, authentication: { loginEndpoint, audiences } } = entry(cloud, origin);
  return { galleryEndpoint: gallery, graphEndpoint: graph, portalEndpoint: portal, authentication: { loginEndpoint, audiences } };
}

/** The clouds that the endpoint knows, of which a client takes one by name: the emulator stands for one, so there is one. */
const list = (cloud: Cloud, origin: string) => [entry(cloud, origin)];

/** What `/metadata/endpoints` answers, by api-version. */
export const metadataForms: Readonly<Record<string, (cloud: Cloud, origin: string) => object>> = {
  "2015-01-01": endpointsOnly,
  // Az PowerShell, `ARM_CLOUD_METADATA_URL` of the az CLI.
  "2019-05-01": list,
  // go-azure-helpers: older azurerm, azurestack, azapi.
  "2020-06-01": list,
  "2020-09-01": list,
  // The cloud that the endpoint belongs to. go-azure-sdk (azurerm, azuread), `az cloud register --endpoint-resource-manager`.
  "2022-09-01": entry,
};
