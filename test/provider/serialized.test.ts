import { runtime } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { intents, type IntentName } from "../../provider/intents";
import { useSample } from "../sample";

const sample = useSample();

it.each(Object.keys(intents) as IntentName[])("what Pulumi keeps of %s in the state is a name and one line", async (intent) => {
  const { providerOf } = await import(`${process.cwd()}/dist/provider/resources/provider.js`);
  const provider = providerOf(intent);
  // As `dynamic.Resource` does it.
  const { text } = await runtime.serializeFunction(() => provider, { allowSecrets: true });
  expect(text.length).toBeLessThanOrEqual(600);
  expect(text).toContain(`{intent: "${intent}", configure: __f1}`);
  expect(text).toContain('return function /*configure*/(request) { require("pulumi-desktop-sessions/provider").configure(this, request); };');
  expect(text.match(/require/g)).toHaveLength(1);
  for (const value of Object.values(sample.emulator.env())) expect(text).not.toContain(value);
});
