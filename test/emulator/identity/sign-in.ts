import { resolve } from "node:path";
import { run } from "../../run";

/** What credential.mts prints: a token's claims and what it was good for, or why there is none. */
export interface SignedIn {
  claims: Record<string, unknown>;
  expiresOn: number;
  users: string[];
  name: string;
  message: string;
}

/** This process's environment without anything that a credential would look for. */
const bare = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AZURE_|ARM_|MSI_|IDENTITY_|IMDS_)/.test(name)));

/** Signs in with a credential of @azure/identity in a process of its own: it reads the environment, and keeps what it read. */
export async function signIn(env: Readonly<Record<string, string>>, credential: string, options: object = {}): Promise<SignedIn> {
  const { stdout } = await run(process.execPath, [resolve(__dirname, "credential.mts"), credential, JSON.stringify(options)], { env: { ...bare, ...env } });
  return JSON.parse(stdout) as SignedIn;
}
