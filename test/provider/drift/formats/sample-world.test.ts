import { expect, it } from "vitest";
import { sampleReports } from "./sample-world";

it("the sample reports are what the package says of the sample world", async () => {
  for (const [name, report] of Object.entries(await sampleReports())) {
    await expect(`${JSON.stringify(report, null, 2)}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  }
});
