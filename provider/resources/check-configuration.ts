import * as pulumi from "@pulumi/pulumi";
import { BadConfiguration } from "../errors/bad-configuration";
import { azureSettingNames } from "../settings/azure-settings";
import { brokerSettingNames } from "../settings/broker-settings";

const namespace = "desktop-sessions:";
const names = [...azureSettingNames, ...brokerSettingNames];
const known = new Set(names.map((name) => namespace + name));

/**
 * Refuses configuration that nothing reads: with a misspelt `tenantId`, whatever the environment says would be used.
 *
 * @throws BadConfiguration
 */
export function checkConfiguration(): void {
  for (const key of Object.keys(pulumi.runtime.allConfig())) {
    if (!key.startsWith(namespace) || known.has(key)) continue;
    throw new BadConfiguration({
      failed: `use the configuration ${key}`,
      why: "there is no such setting",
      remedy: `Set one of ${names.join(", ")}, and remove this one with \`pulumi config rm ${key}\`.`,
    });
  }
}
