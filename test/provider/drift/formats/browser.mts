import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** A real browser on the PATH, as Debian and others install it. `undefined`: there is none. */
const browserPath: string | undefined = (process.env["PATH"] ?? "")
  .split(delimiter)
  .concat("/usr/bin")
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

export const reasonToSkip = browserPath === undefined ? `there is no ${names.join(", ")} on the PATH` : undefined;

/** Chromium's own sandbox can't be had as root, as in a container. */
export const launch = (): Promise<Browser> => chromium.launch({ executablePath: browserPath!, chromiumSandbox: process.getuid?.() !== 0 });
