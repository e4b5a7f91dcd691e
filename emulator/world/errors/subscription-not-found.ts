import { WorldError } from "./world-error";

/** Thrown when the world has no subscription of that id (compared without case). */
export class SubscriptionNotFound extends WorldError {
  readonly subscriptionId: string;

  constructor(subscriptionId: string) {
    super(`There is no subscription ${subscriptionId} in this world. Add it to the seed under "subscriptions".`);
    this.subscriptionId = subscriptionId;
  }
}
