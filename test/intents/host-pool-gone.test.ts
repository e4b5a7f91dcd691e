import { SessionDisconnected } from "pulumi-desktop-sessions";
import { describe, expect, it } from "vitest";
import { pool } from "../sample";
import { azureEstate } from "./azure-estate";
import { useFaulty } from "./faulty-estate";

describe("when the host pool is gone (Azure alone: WQL finds no session of a collection that is not there, and does not say why)", () => {
  const on = useFaulty(azureEstate);
  const program = () => new SessionDisconnected("off", { scope: pool, sessions: { user: "bob@contoso.com" } });
  const answerToList = (code: string): void => {
    on.fails("list", { status: 404, error: { code, message: "It is not there." } });
  };

  it.each(["ResourceNotFound", "ParentResourceNotFound", "ResourceGroupNotFound"])("a refresh finds the intent gone with it: %s", async (code) => {
    const stack = await on.open(program);
    await stack.up();
    answerToList(code);
    expect((await stack.refresh()).summary.resourceChanges).toMatchObject({ delete: 1 });
    expect(await on.intentOf(stack)).toBeUndefined();
  });

  it("a subscription that this principal does not see takes nothing with it", async () => {
    const stack = await on.open(program);
    await stack.up();
    answerToList("SubscriptionNotFound");
    await expect(stack.refresh()).rejects.toThrow("Could not list the sessions of rg-avd/pool-1: ARM answered 404: It is not there.");
    expect(await on.intentOf(stack)).toMatchObject({ outputs: { settled: true } });
  });
});
