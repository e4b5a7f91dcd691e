/** A token of the sample world's client, which a seed without tenants has, too. */
import { ask } from "./processes.mts";

export const tokenPath = "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token";
export const formType = { "content-type": "application/x-www-form-urlencoded" };

export const tokenForm = (resource: string): string =>
  new URLSearchParams({ grant_type: "client_credentials", client_id: "22222222-2222-2222-2222-222222222222", client_secret: "emulator-secret", scope: `${resource}/.default` }).toString();

/** @returns the value of an `Authorization` header */
export async function signIn(url: string): Promise<string> {
  const { access_token: token } = JSON.parse(await ask(url + tokenPath, formType, tokenForm(url))) as { access_token: string };
  return `Bearer ${token}`;
}
