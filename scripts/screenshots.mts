/** `npm run screenshots`: the two pictures of a drift report in the README, of the golden HTML of the tests. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { launch, reasonToSkip } from "../test/provider/drift/formats/browser.mts";

const root = join(import.meta.dirname, "..");
if (reasonToSkip !== undefined) throw new Error(`Could not make the screenshots: ${reasonToSkip}. Install Chromium.`);
const page = await readFile(join(root, "test/provider/drift/formats/golden/sample.html"), "utf8");
const browser = await launch();
try {
  for (const colorScheme of ["light", "dark"] as const) {
    const tab = await browser.newPage({ viewport: { width: 1120, height: 1180 }, colorScheme });
    await tab.setContent(page);
    await tab.screenshot({ path: join(root, `docs/drift-${colorScheme}.png`) });
  }
} finally {
  await browser.close();
}
