import type { UserSession } from "../../emulator";
import { callsTo, pool } from "../sample";
import type { Estate, Mishap } from "./estate";

const domain = "@contoso.com";
const host = (name: string): string => `${name}.contoso.com`;

const denied: Mishap = { fault: { status: 403, error: { code: "AuthorizationFailed", message: "Not you." } }, says: "ARM answered 403: Not you." };

/** The host pool of the emulator's sample world. */
export const azureEstate: Estate = {
  system: "Azure Virtual Desktop",
  scope: pool,
  scopeName: "rg-avd/pool-1",
  hosts: [host("sh-0"), host("sh-1")],
  userOf: (person) => person + domain,
  otherNameOf: (person) => `contoso\\${person}`,
  particularsOfDave: { applicationType: "RemoteApp" },
  unsupported: [],
  credentials: ({ AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET }) => [
    ["tenantId", AZURE_TENANT_ID!],
    ["clientId", AZURE_CLIENT_ID!],
    ["clientSecret", AZURE_CLIENT_SECRET!],
  ],
  secretVariable: "AZURE_CLIENT_SECRET",
  travelling: /eyJ[\w-]+\.eyJ/, // a token's first two parts
  in: (emulator) => {
    const { world } = emulator;
    const everyone = (): UserSession[] => [...world.hostPools()].flatMap((one) => [...one.sessions]);
    const find = (person: string) => everyone().find(({ userPrincipalName }) => userPrincipalName === person + domain);
    return {
      stateOf: (person) => find(person)?.sessionState,
      get present() {
        return everyone().map(({ userPrincipalName }) => userPrincipalName.replace(domain, "")).sort();
      },
      reconnect: (person) => world.reconnect(find(person)!),
      disconnect: (person) => world.disconnect(find(person)!),
      logOff: (person) => world.logOff(find(person)!),
      signIn: (person, name) => String(world.signIn(world.sessionHost(name), { userPrincipalName: person + domain }).id),
      signInNameless: (name) => String(world.signIn(world.sessionHost(name), { userPrincipalName: "", activeDirectoryUserName: null }).id),
      get messages() {
        return world.messages.map(({ userPrincipalName, body }) => `${userPrincipalName.replace(domain, "")}: ${body}`);
      },
      get calls() {
        return callsTo(emulator).map(inWords);
      },
    };
  },
  operations: { list: "UserSessions_ListByHostPool", read: "UserSessions_Get", disconnect: "UserSessions_Disconnect", sendMessage: "UserSessions_SendMessage" },
  refusal: { ...denied, says: `${denied.says} Grant the principal` },
  listRefusal: denied,
  notFound: { status: 404, error: { code: "404", message: "no such session" } },
  done: { status: 200 },
};

/** @param call such as `POST sessionHosts/sh-0.contoso.com/userSessions/3/disconnect` */
function inWords(call: string): string {
  if (call === "GET userSessions") return "list";
  const [, method, name, id, act = "read"] = /^(\w+) sessionHosts\/(.+)\/userSessions\/(\d+)(?:\/(\w+))?$/.exec(call)!;
  return `${method === "DELETE" ? "log off" : act} ${name}/${id}`;
}
