import { NAMESPACE } from "./resource-path";

/** What the provider lets a role speak of: of the published list, that which concerns what this plane has. */
const described: Readonly<Record<string, string>> = {
  "applicationgroups/read": "Read applicationgroups",
  "applicationgroups/write": "Write applicationgroups",
  "applicationgroups/delete": "Delete applicationgroups",
  "hostpools/read": "Read hostpools",
  "hostpools/write": "Write hostpools",
  "hostpools/delete": "Delete hostpools",
  "hostpools/sessionhosts/read": "Read hostpools/sessionhosts",
  "hostpools/sessionhosts/write": "Write hostpools/sessionhosts",
  "hostpools/sessionhosts/delete": "Delete hostpools/sessionhosts",
  "hostpools/sessionhosts/usersessions/read": "Read hostpools/sessionhosts/usersessions",
  "hostpools/sessionhosts/usersessions/write": "Write hostpools/sessionhosts/usersessions",
  "hostpools/sessionhosts/usersessions/delete": "Delete hostpools/sessionhosts/usersessions",
  "hostpools/sessionhosts/usersessions/disconnect/action": "Disconnects the user session form session host",
  "hostpools/sessionhosts/usersessions/sendMessage/action": "Send message to user session",
  "hostpools/usersessions/read": "Read usersessions",
  "operations/read": "Read operations",
  "workspaces/read": "Read workspaces",
  "workspaces/write": "Write workspaces",
  "workspaces/delete": "Delete workspaces",
};

/** As the provider describes its operations: the shape is that of the specification's example. */
export const providerOperations = (): object[] =>
  Object.entries(described).map(([name, description]) => ({
    name: `${NAMESPACE}/${name}`,
    display: { provider: NAMESPACE, resource: name.slice(0, name.lastIndexOf("/")), operation: description, description },
    isDataAction: false,
  }));
