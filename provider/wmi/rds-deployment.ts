/** Where sessions live: one Remote Desktop Services deployment, or one collection of virtual desktops in it. */
export interface RdsDeployment {
  /** Host name of the RD Connection Broker. */
  readonly connectionBroker: string;
  /** The broker's id of a collection. All collections where it is absent. */
  readonly collectionId?: string;
}

/** `rdcb1.contoso.com/Pool1`: how sentences name a deployment. */
export const deploymentName = ({ connectionBroker, collectionId }: RdsDeployment): string =>
  collectionId === undefined ? connectionBroker : `${connectionBroker}/${collectionId}`;
