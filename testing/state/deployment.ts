import type * as automation from "@pulumi/pulumi/automation";
import { isObject, mapValue, signatureKey, signatureOf, type Properties } from "../wire/properties";
import { containsSecret, isSecret, makeSecret, revealed, secretSignature } from "../wire/secret";
import { Passphrase, type PassphraseProvider } from "./passphrase";
import type { ResourceState } from "./resource-state";
import { parseUrn } from "./urn";

/** What lies in `deployment` of an exported stack, as far as it is read here. */
interface DeploymentV3 {
  manifest: { time: string; magic: string; version: string };
  secrets_providers?: PassphraseProvider | { type: string; state?: unknown };
  resources?: Partial<ResourceState>[];
  pending_operations?: unknown[];
  metadata?: object;
}

/** The stack that a state belongs to. */
export interface StackIdentity {
  stack: string;
  project: string;
  /** The passphrase of its secrets, `undefined` where nobody said one. */
  passphrase: string | undefined;
}

const noPassphrase =
  "its secrets are encrypted with a passphrase: set PULUMI_CONFIG_PASSPHRASE, or pass `passphrase` to createTestStack.";

/**
 * The state in Pulumi's deployment format, as `pulumi stack export` prints it. Secrets are encrypted
 * with the passphrase; a state without secrets needs none.
 */
export async function exportDeployment(states: readonly ResourceState[], identity: StackIdentity): Promise<automation.Deployment> {
  const hasSecrets = states.some((state) => containsSecret(state.inputs) || containsSecret(state.outputs));
  if (hasSecrets && identity.passphrase === undefined) throw new Error(`Could not export the stack ${identity.stack}: ${noPassphrase}`);
  const passphrase = hasSecrets ? await Passphrase.create(identity.passphrase ?? "") : undefined;
  const encrypted = (value: unknown) =>
    mapValue(value, (leaf) =>
      isSecret(leaf) && passphrase !== undefined
        ? { [signatureKey]: secretSignature, ciphertext: passphrase.encrypt(JSON.stringify(leaf.value)) }
        : leaf,
    );
  const deployment: DeploymentV3 = {
    // The magic tells the CLI which version wrote this; it has no meaning beyond that and is not checked.
    manifest: { time: new Date().toISOString(), magic: "", version: "" },
    ...(passphrase && { secrets_providers: passphrase.provider }),
    ...(states.length > 0 && {
      resources: states.map((state) => ({
        ...state,
        inputs: encrypted(state.inputs) as Properties,
        outputs: encrypted(state.outputs) as Properties,
      })),
    }),
    metadata: {},
  };
  return { version: 3, deployment };
}

/**
 * The resources of an exported stack, from here or from the CLI, with or without `--show-secrets`.
 *
 * @throws when it is of another format, of another stack, or its secrets cannot be decrypted
 */
export async function importDeployment(exported: automation.Deployment, identity: StackIdentity): Promise<ResourceState[]> {
  const refuse = (reason: string) => new Error(`Could not import a state into the stack ${identity.stack}: ${reason}`);
  if (exported.version !== 3) throw refuse(`its format is version ${String(exported.version)}, only version 3 is known.`);
  const deployment = (exported.deployment ?? {}) as DeploymentV3;
  const resources = deployment.resources ?? [];
  if ((deployment.pending_operations ?? []).length > 0) {
    throw refuse("it has pending operations: an update was interrupted. Resolve them with `pulumi refresh` first.");
  }
  for (const { urn = "" } of resources) {
    const { stack, project } = parseUrn(urn);
    if (stack !== identity.stack || project !== identity.project) {
      throw refuse(`the resource ${urn} belongs to the stack ${stack} of the project ${project}, not to ${identity.stack} of ${identity.project}.`);
    }
  }
  const passphrase = await passphraseFor(resources, deployment, identity, refuse);
  const decrypted = (value: unknown) => mapValue(value, (leaf) => decryptLeaf(leaf, passphrase));
  return resources.map((resource) => ({
    ...(resource as ResourceState),
    inputs: decrypted(resource.inputs ?? {}) as Properties,
    outputs: decrypted(resource.outputs ?? {}) as Properties,
  }));
}

async function passphraseFor(
  resources: readonly Partial<ResourceState>[],
  { secrets_providers: provider }: DeploymentV3,
  identity: StackIdentity,
  refuse: (reason: string) => Error,
): Promise<Passphrase | undefined> {
  const isEncrypted = resources.some(({ inputs, outputs }) => hasCiphertext(inputs) || hasCiphertext(outputs));
  if (!isEncrypted) return undefined;
  if (provider?.type !== "passphrase") {
    throw refuse(`its secrets are encrypted by ${provider?.type ?? "nothing it names"}; export it with --show-secrets.`);
  }
  if (identity.passphrase === undefined) throw refuse(noPassphrase);
  return Passphrase.open(identity.passphrase, provider as PassphraseProvider);
}

function decryptLeaf(leaf: unknown, passphrase: Passphrase | undefined): unknown {
  if (signatureOf(leaf) !== secretSignature) return leaf;
  const { ciphertext, plaintext } = leaf as { ciphertext?: string; plaintext?: string };
  const text = plaintext ?? (ciphertext === undefined ? undefined : passphrase?.decrypt(ciphertext));
  return text === undefined ? leaf : makeSecret(revealed(JSON.parse(text)));
}

function hasCiphertext(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasCiphertext);
  if (!isObject(value)) return false;
  return signatureOf(value) === secretSignature ? value["ciphertext"] !== undefined : Object.values(value).some(hasCiphertext);
}
