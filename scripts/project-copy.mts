import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";

/** The repository, where Pulumi.yaml lies. */
export const root = join(import.meta.dirname, "..");

/**
 * Copies the projects of the quickstart into a folder, with the packages that are installed here. A stack writes its
 * configuration beside Pulumi.yaml, and a trial should leave nothing in the repository.
 */
export async function copyProject(folder: string): Promise<void> {
  for (const part of ["Pulumi.yaml", "examples/quickstart", "examples/quickstart-rds"]) await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"), "junction");
}
