import { StateUnreadable } from "../errors/state-unreadable";
import type { HostIntentName } from "../hosts/host-args";
import { intents, type IntentName } from "../intents";
import { storedConfig, type StoredConfig } from "./stored-config";
import { overBeside } from "./over-beside";
import { isAboutHost, isHostIntent, readIntent, type StoredIntent } from "./stored-intent";
import { readReturn } from "./stored-return";

/** What the state of a stack says of intents. */
export interface State {
  /** `desktops/prod`. `undefined`: it has no resources and does not say. */
  readonly stack: string | undefined;
  readonly intents: readonly StoredIntent[];
}

type Resource = Readonly<Record<string, unknown>> & { readonly urn: string; readonly type: string };

/** Versions of the format that have their resources in the same place. Source: pulumi/pulumi's apitype/core.go. */
const versions = [3, 4];

const intentType = "pulumi-nodejs:dynamic/desktop-sessions:";
const returnType = `${intentType}HostReturned`;
const providerType = "pulumi:providers:pulumi-nodejs";

/**
 * Reads what `pulumi stack export` gives, and what backends keep.
 *
 * @param name how sentences name where it comes from.
 * @throws StateUnreadable
 */
export function readState(document: unknown, name: string): State {
  const { resources, stack } = contentsOf(document, name);
  const configs = new Map(resources.filter(({ type }) => type === providerType).map((resource) => [resource.urn, storedConfig(objectIn(resource, "inputs"))]));
  // An old version of a resource that waits for its deletion is wanted by nobody.
  const wanted = resources.filter(({ type, delete: pendingDelete }) => type.startsWith(intentType) && pendingDelete !== true);
  const returns = wanted.filter(({ type }) => type === returnType).flatMap((resource) => readReturn(objectIn(resource, "outputs")));
  const found = wanted
    .filter(({ type }) => type !== returnType)
    .map((resource) => {
      const intent = resource.type.slice(intentType.length);
      if (!isKnown(intent)) throw unknownIntent(resource, intent, name);
      return readIntent(resource.urn, intent, objectIn(resource, "outputs"), configOf(resource, configs), returns);
    });
  return { stack: resources[0] ? stackOf(resources[0].urn) : stack, intents: found.map((stored) => (isAboutHost(stored) ? { ...stored, over: overBeside(stored, found) } : stored)) };
}

function contentsOf(document: unknown, name: string): { resources: readonly Resource[]; stack: string | undefined } {
  const refuse = (why: string, remedy = "Give what `pulumi stack export` prints, or the file that a backend keeps the stack in.") =>
    new StateUnreadable({ failed: `read the state ${name}`, why, remedy });
  if (!isObject(document) || typeof document["version"] !== "number") throw refuse("it is JSON, and no state of a Pulumi stack");
  const { version, deployment, checkpoint } = document;
  if (!versions.includes(version)) {
    throw refuse(`its format is version ${version}, and only ${versions.join(" and ")} are known`, "Export it with the Pulumi CLI of now, or update pulumi-desktop-sessions.");
  }
  if (!isObject(deployment) && !isObject(checkpoint)) throw refuse("it has neither a deployment nor a checkpoint");
  const [what, latest] = isObject(deployment) ? ["deployment", deployment] : ["checkpoint", latestOf(checkpoint as CheckpointContents)];
  // A stack in which there is nothing has a deployment without a list of resources, but with its manifest.
  if (!isObject(latest) || (latest["resources"] === undefined && !isObject(latest["manifest"]))) throw refuse(`there is nothing in its ${what}, not even that it is empty`);
  const { resources = [] } = latest;
  if (!Array.isArray(resources) || !resources.every(isResource)) throw refuse("its resources are not a list of resources with a URN and a type");
  const named = isObject(checkpoint) ? checkpoint["stack"] : undefined;
  return { resources, stack: typeof named === "string" ? named.split("/").slice(-2).join("/") : undefined };
}

type CheckpointContents = Readonly<Record<string, unknown>>;

/** Before the first update there is no `latest`, and the stack is named all the same. Source: `CheckpointV3` of pulumi/pulumi's apitype/core.go. */
const latestOf = (checkpoint: CheckpointContents): unknown =>
  "latest" in checkpoint || typeof checkpoint["stack"] !== "string" ? checkpoint["latest"] : { resources: [] };

/** Each resource names its provider by URN and id; a state that was edited by hand may not. */
function configOf({ provider }: Resource, configs: ReadonlyMap<string, StoredConfig>): StoredConfig {
  const urn = typeof provider === "string" ? provider.slice(0, provider.lastIndexOf("::")) : "";
  return configs.get(urn) ?? [...configs.values()][0] ?? storedConfig({});
}

/** `urn:pulumi:prod::desktops::type::name` → `desktops/prod`. */
export function stackOf(urn: string): string {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return `${project}/${stack}`;
}

const unknownIntent = ({ urn }: Resource, intent: string, name: string): StateUnreadable =>
  new StateUnreadable({
    failed: `read the state ${name}`,
    why: `${urn} is of the type ${intent}, which this version of pulumi-desktop-sessions does not know`,
    remedy: "Install the version that the stack was last updated with.",
  });

const isKnown = (name: string): name is IntentName | HostIntentName => Object.hasOwn(intents, name) || isHostIntent(name);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isResource = (value: unknown): value is Resource =>
  isObject(value) && typeof value["urn"] === "string" && value["urn"].startsWith("urn:pulumi:") && typeof value["type"] === "string";

function objectIn(owner: object, key: string): Readonly<Record<string, unknown>> {
  const value = (owner as Record<string, unknown>)[key];
  return isObject(value) ? value : {};
}
