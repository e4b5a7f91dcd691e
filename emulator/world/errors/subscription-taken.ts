import { WorldError } from "./world-error";

export class SubscriptionTaken extends WorldError {
  readonly subscriptionId: string;

  constructor(subscriptionId: string) {
    super(`Could not add the subscription ${subscriptionId}: it is there already. Leave the id out to get a new one, or put another in its place with PUT /_emulator/world?subscription=${subscriptionId}.`);
    this.subscriptionId = subscriptionId;
  }
}
