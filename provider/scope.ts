/** Where sessions live: one host pool of Azure Virtual Desktop. */
export interface AzureHostPool {
  /** UUID. */
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
  readonly hostPoolName: string;
}

/** Where sessions live: one deployment of Remote Desktop Services, or one collection of virtual desktops in it. */
export interface RdsDeployment {
  /** Host name of the RD Connection Broker. */
  readonly connectionBroker: string;
  /** The broker's id of a collection. Default: all collections. */
  readonly collectionId?: string;
}

/** The systems that sessions live in. */
export type Scope = AzureHostPool | RdsDeployment;

export const isRdsDeployment = (scope: Scope): scope is RdsDeployment => "connectionBroker" in scope;

/** `rg-avd/pool-1`, `rdcb1.contoso.com/Pool1`: how sentences name a scope. */
export const scopeName = (scope: Scope): string =>
  isRdsDeployment(scope)
    ? [scope.connectionBroker, ...(scope.collectionId === undefined ? [] : [scope.collectionId])].join("/")
    : `${scope.resourceGroupName}/${scope.hostPoolName}`;

/** Equal for two scopes exactly when they are the same: neither ARM nor Windows tells names apart by case. */
export const scopeKey = (scope: Scope): string =>
  (isRdsDeployment(scope)
    ? ["rds", scope.connectionBroker, scope.collectionId ?? ""]
    : ["azure", scope.subscriptionId, scope.resourceGroupName, scope.hostPoolName]
  )
    .join("\n")
    .toLowerCase();

export const sameScope = (a: Scope, b: Scope): boolean => scopeKey(a) === scopeKey(b);
