import type { ArmCall, Reply, TenantCall } from "./call";

interface Described {
  /** As Azure's specification calls it (`operationId`): in the journal, and in the rules of faults. */
  readonly id: string;
  readonly method: string;
  /** As Azure's specification writes it: `/subscriptions/{subscriptionId}/resourceGroups`. */
  readonly path: string;
  /** What a caller's role must allow. */
  readonly action: string;
}

/** One operation on what is in a subscription. */
export interface SubscriptionOperation extends Described {
  /** Whether it lists what the caller may read, be it nothing, instead of wanting a role for all of it. */
  readonly partial: boolean;
  readonly perform: (call: ArmCall) => Reply;
}

/** One operation that is about no subscription. It needs no role: everybody in the tenant may ask. */
export interface TenantOperation extends Described {
  readonly performInTenant: (call: TenantCall) => Reply;
}

/** One operation of Azure Resource Manager, or of the provider behind it. */
export type Operation = SubscriptionOperation | TenantOperation;
