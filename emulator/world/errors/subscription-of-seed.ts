import { WorldError } from "./world-error";

export class SubscriptionOfSeed extends WorldError {
  readonly subscriptionId: string;

  constructor(subscriptionId: string) {
    super(`Could not remove the subscription ${subscriptionId}: it is one of the seed, and a reset would bring it back. Only those that were added can be removed.`);
    this.subscriptionId = subscriptionId;
  }
}
