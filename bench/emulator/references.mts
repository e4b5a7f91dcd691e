/**
 * The servers that this emulator is compared with. They are 190 MB together, and nobody but this bench needs them: it fetches
 * them from npm into a temporary folder, which the next run finds again.
 */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** Versions that were compared with; each number of a table is about these. */
const packages = { "oauth2-mock-server": "9.3.0", azurite: "3.34.0" } as const;
export type Reference = keyof typeof packages;

/** The file that its command is, or why there is none. */
export async function programOf(name: Reference): Promise<{ program: string } | { missing: string }> {
  const version = packages[name];
  const folder = join(tmpdir(), "desktop-sessions-bench-references", `${name}-${version}`);
  const manifest = join(folder, "node_modules", name, "package.json");
  if (!existsSync(manifest)) {
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "package.json"), "{}");
      await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${version}`], { cwd: folder, timeout: 300_000 });
    } catch (error) {
      const reason = (error as { stderr?: string }).stderr?.split("\n").find((line) => line.startsWith("npm error")) ?? (error as Error).message;
      return { missing: `npm could not install ${name}@${version}: ${reason}` };
    }
  }
  const { bin } = createRequire(manifest)(manifest) as { bin: string | Record<string, string> };
  return { program: join(dirname(manifest), typeof bin === "string" ? bin : bin[name]!) };
}
