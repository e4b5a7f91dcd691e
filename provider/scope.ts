import { sameName } from "./identity";

/** Where sessions live: one host pool of Azure Virtual Desktop. */
export interface AzureHostPool {
  /** UUID. */
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly hostPoolName: string;
}

/** The systems that sessions live in. */
export type Scope = AzureHostPool;

/** `rg-avd/pool-1`: how sentences name a host pool. */
export const scopeName = ({ resourceGroupName, hostPoolName }: Scope): string => `${resourceGroupName}/${hostPoolName}`;

/** ARM compares the segments of a resource id without regard to case. */
export const sameScope = (a: Scope, b: Scope): boolean =>
  sameName(a.subscriptionId, b.subscriptionId) &&
  sameName(a.resourceGroupName, b.resourceGroupName) &&
  sameName(a.hostPoolName, b.hostPoolName);
