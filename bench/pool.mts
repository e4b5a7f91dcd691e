/** The host pool that the benches look at: that of the emulator's sample world. */
export const pool = {
  subscriptionId: "00000000-0000-0000-0000-000000000001",
  resourceGroupName: "rg-avd",
  hostPoolName: "pool-1",
};
