import type { Alias } from "../plan/aliases";
import type { Properties } from "../wire/properties";
import { UnsupportedByTestStack } from "../errors/unsupported-by-test-stack";
import { isDynamicType } from "../state/resource-state";
import { secondsOf } from "./duration";
import type { Goal } from "./goal";

/** The parts of a generated protobuf message that are read here. */
interface Struct {
  toJavaScript(): Properties;
}
interface StringLists {
  forEach(callback: (value: { getUrnsList(): string[] }, key: string) => void): void;
}
interface AliasMessage {
  hasUrn(): boolean;
  getUrn(): string;
  getSpec():
    | { getName(): string; getType(): string; getStack(): string; getProject(): string; getParenturn(): string; getNoparent(): boolean }
    | undefined;
}

/**
 * `pulumirpc.RegisterResourceRequest`, as far as the test stack knows it. What only newer versions
 * of @pulumi/pulumi have is optional.
 *
 * https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto
 */
export interface RegisterResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote(): boolean;
  getObject(): Struct | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): StringLists;
  getAliasesList(): AliasMessage[];
  getAliasurnsList(): string[];
  hasProtect?(): boolean;
  getProtect(): boolean;
  hasRetainondelete?(): boolean;
  getRetainondelete(): boolean;
  getDeletedwith(): string;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getIgnorechangesList(): string[];
  getReplaceonchangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getImportid(): string;
  getProvider(): string;
  getVersion(): string;
  getPlugindownloadurl(): string;
  getEnvvarmappingsMap?(): { getLength(): number };
  getCustomtimeouts(): { getCreate(): string; getUpdate(): string; getDelete(): string; getRead?(): string } | undefined;
  getTransformsList?(): unknown[];
  getHooks?(): { toObject(): Record<string, unknown> } | undefined;
  getReplaceWithList?(): string[];
  getHidediffsList?(): string[];
  getReplacementTrigger?(): unknown;
  getStateMigrationsList?(): unknown[];
}

/**
 * @throws {@link UnsupportedByTestStack} for a resource option that the test stack would have to ignore
 */
export function goalOf(request: RegisterResourceRequest): Goal {
  refuse(request);
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((value, key) => (propertyDependencies[key] = value.getUrnsList()));
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent() || undefined,
    inputs: request.getObject()?.toJavaScript() ?? {},
    dependencies: request.getDependenciesList(),
    propertyDependencies: Object.fromEntries(Object.entries(propertyDependencies).sort(([a], [b]) => (a < b ? -1 : 1))),
    aliases: [...request.getAliasurnsList().map((urn) => ({ urn })), ...request.getAliasesList().map(aliasOf)],
    // Whether an option was left out or is false matters: only then the parent's holds.
    protect: (request.hasProtect?.() ?? request.getProtect()) ? request.getProtect() : undefined,
    retainOnDelete: (request.hasRetainondelete?.() ?? request.getRetainondelete()) ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: customTimeoutsOf(request),
  };
}

/** The engine keeps them in the state; the host of dynamic providers, which it hands them to, does not look at them. */
function customTimeoutsOf(request: RegisterResourceRequest): Record<string, number> {
  const said = request.getCustomtimeouts();
  const texts = { create: said?.getCreate(), update: said?.getUpdate(), delete: said?.getDelete(), read: said?.getRead?.() };
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "");
  return Object.fromEntries(given.map(([operation, text]) => [operation, secondsOf(text, operation)]));
}

function aliasOf(message: AliasMessage): Alias {
  const spec = message.getSpec();
  if (message.hasUrn() || spec === undefined) return { urn: message.getUrn() };
  const said = {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getParenturn(),
    noParent: spec.getNoparent(),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== "" && value !== false));
}

function refuse(request: RegisterResourceRequest): void {
  const hooks = Object.values(request.getHooks?.()?.toObject() ?? {}).some((names) => Array.isArray(names) && names.length > 0);
  const asked: [option: string, isAsked: boolean][] = [
    ["import", request.getImportid() !== ""],
    ["provider", request.getProvider() !== ""],
    // Generated packages say both on each of their resources; mocks answer for those.
    ["version", isDynamicType(request.getType()) && request.getVersion() !== ""],
    ["pluginDownloadURL", isDynamicType(request.getType()) && request.getPlugindownloadurl() !== ""],
    ["transforms", (request.getTransformsList?.() ?? []).length > 0],
    ["hooks", hooks],
    ["hideDiffs", (request.getHidediffsList?.() ?? []).length > 0],
    ["replaceWith", (request.getReplaceWithList?.() ?? []).length > 0],
    ["replacementTrigger", request.getReplacementTrigger?.() !== undefined],
    ["stateMigrations", (request.getStateMigrationsList?.() ?? []).length > 0],
  ];
  for (const [option, isAsked] of asked) {
    if (isAsked) throw new UnsupportedByTestStack(`the resource option \`${option}\` (of ${request.getName()})`, "only the real engine does that");
  }
  if ((request.getEnvvarmappingsMap?.().getLength() ?? 0) > 0) throw new Error("envVarMappings can only be used with provider resources");
  if (request.getRemote()) {
    throw new UnsupportedByTestStack(`the remote component ${request.getName()}`, "it is constructed by a plugin");
  }
}
