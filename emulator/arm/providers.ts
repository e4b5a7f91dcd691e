import type { Subscription } from "../world/subscription";
import { apiVersions, resourcesApiVersions } from "./api-version";
import type { ArmCall, Reply } from "./call";
import { providerOperations } from "./provider-operations";
import { NAMESPACE } from "./resource-path";

/** The types that this plane has, as the service writes them, and which of them have places and tags. */
const types: readonly (readonly [string, boolean])[] = [
  ["workspaces", true],
  ["applicationgroups", true],
  ["hostpools", true],
  ["hostpools/sessionhosts", false],
  ["hostpools/sessionhosts/usersessions", false],
  ["hostpools/usersessions", false],
  ["operations", false],
];
const TRACKED = "CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SystemAssignedResourceIdentity, SupportsTags, SupportsLocation";
const LOCATIONS = ["East US", "East US 2", "West US 2", "West Europe", "North Europe"];

export const get = ({ subscription }: ArmCall): Reply => ok(desktopVirtualization(subscription));
export const getResources = ({ subscription }: ArmCall): Reply => ok(resources(subscription));
export const list = ({ subscription }: ArmCall): Reply => ok({ value: [desktopVirtualization(subscription), resources(subscription)] });

export const getInTenant = (): Reply => ok(desktopVirtualization());
export const getResourcesInTenant = (): Reply => ok(resources());
export const listInTenant = (): Reply => ok({ value: [desktopVirtualization(), resources()] });
export const listOperations = (): Reply => ok({ value: providerOperations() });

const ok = (body: object): Reply => ({ status: 200, body });

/** The shape is that of https://learn.microsoft.com/rest/api/resources/providers/get; locations and capabilities are a choice. */
const desktopVirtualization = (subscription?: Subscription) => ({
  id: `${scope(subscription)}/providers/${NAMESPACE}`,
  namespace: NAMESPACE,
  resourceTypes: types.map(([resourceType, tracked]) => ({ resourceType, locations: tracked ? LOCATIONS : [], apiVersions, capabilities: tracked ? TRACKED : "None" })),
  ...registration(subscription),
  registrationPolicy: "RegistrationRequired",
});

/** Azure Resource Manager's own types are a provider, too: everybody is registered for it. */
const resources = (subscription?: Subscription) => ({
  id: `${scope(subscription)}/providers/Microsoft.Resources`,
  namespace: "Microsoft.Resources",
  resourceTypes: ["tenants", "subscriptions", "subscriptions/providers", "resourceGroups"].map((resourceType) => ({ resourceType, locations: [], apiVersions: resourcesApiVersions, capabilities: "None" })),
  ...registration(subscription),
  registrationPolicy: "RegistrationFree",
});

const scope = (subscription: Subscription | undefined): string => (subscription ? `/subscriptions/${subscription.id}` : "");

/** Registered is a subscription, not a tenant. */
const registration = (subscription: Subscription | undefined) => (subscription ? { registrationState: "Registered" } : {});
