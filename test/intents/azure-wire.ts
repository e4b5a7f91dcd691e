import { DesktopVirtualizationAPIClient } from "@azure/arm-desktopvirtualization";
import { EnvironmentCredential } from "@azure/identity";
import nock from "nock";
import type { Emulator } from "../../emulator";
import { pool } from "../sample";
import { ids } from "./estate";
import type { Act, Wire } from "./wire";

const listPath = /\/hostPools\/pool-1\/userSessions\?/;
const denied = { error: { code: "AuthorizationFailed", message: "Not you." } };

interface ListOfSessions {
  readonly value: { readonly id: string; readonly properties: object }[];
}

/** ARM's answers are the emulator's; nock stands in for the one that goes wrong. */
export function azureWire(emulator: Emulator): Wire {
  const instead = () => nock(emulator.url, { allowUnmocked: true });
  const pathOf = (person: string): string => `sessionHosts/sh-${person === "dave" ? 1 : 0}.contoso.com/userSessions/${ids[person as keyof typeof ids]}`;
  const at = (act: Act, person: string): nock.Interceptor => instead().post(new RegExp(`/${pathOf(person)}/${act}\\?`));
  return {
    environment: {},
    refuses: (act, person) => void at(act, person).reply(403, denied),
    refusal: "ARM answered 403: Not you. Grant the principal",
    pretends: (act, person) => void at(act, person).reply(200),
    breaksAt: (act, person) => void at(act, person).replyWithError(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })),
    misses: (act, person, meanwhile) => {
      at(act, person).reply(() => {
        meanwhile?.();
        return [404, { error: { code: "404", message: "no such session" } }];
      });
    },
    showsListOfNow: async (times = 1) => void instead().get(listPath).times(times).reply(200, await fetchList(emulator)),
    refusesList: () => void instead().get(listPath).reply(403, denied),
    listRefusal: "ARM answered 403: Not you.",
    keepsNameOf: async (person) => {
      const list = await fetchList(emulator);
      const session = list.value.find(({ id }) => id.toLowerCase().endsWith(pathOf(person).toLowerCase()))!;
      Object.assign(session.properties, { userPrincipalName: "", activeDirectoryUserName: null });
      instead().get(listPath).twice().reply(200, list);
      instead().get(new RegExp(`/${pathOf(person)}\\?`)).reply(200, session);
    },
    get ahead() {
      return nock.pendingMocks();
    },
    mend: () => {
      nock.cleanAll();
      nock.restore();
      nock.activate();
    },
    close: () => Promise.resolve(),
  };
}

/** The pool's list as ARM writes it at this moment. */
async function fetchList({ url }: Emulator): Promise<ListOfSessions> {
  const credential = new EnvironmentCredential({ disableInstanceDiscovery: true });
  const client = new DesktopVirtualizationAPIClient(credential, pool.subscriptionId, { endpoint: url });
  let body = "";
  const page = client.userSessions.listByHostPool(pool.resourceGroupName, pool.hostPoolName, {
    onResponse: (response) => void (body = response.bodyAsText!),
  });
  await page.next();
  return JSON.parse(body) as ListOfSessions;
}
