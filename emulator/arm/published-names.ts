import type { HostPool } from "../world/host-pool";

/** What a pool publishes to its users, and the workspace in which they find it. */
export interface Published {
  readonly kind: "Desktop" | "RemoteApp";
  /** Of the application group. */
  readonly group: string;
  readonly workspace: string;
  readonly friendlyName: string | null;
  readonly description: string | null;
}

/**
 * A seed states no application groups and no workspaces: each pool has one of each, after its `preferredAppGroupType`, and
 * none where that is `None`. The group's name and texts are those of the portal's wizard (recorded: `pool-DAG`, "Default
 * Desktop"); that of the workspace, which the wizard asks for, is a choice.
 */
export function publishedBy({ name, settings }: HostPool): Published | undefined {
  const workspace = `${name}-workspace`;
  switch (settings.preferredAppGroupType ?? "Desktop") {
    case "Desktop":
      return { kind: "Desktop", group: `${name}-DAG`, workspace, friendlyName: "Default Desktop", description: "Desktop Application Group created through the Hostpool Wizard" };
    case "RailApplications":
      return { kind: "RemoteApp", group: `${name}-RAG`, workspace, friendlyName: null, description: null };
    case "None":
      return undefined;
  }
}
