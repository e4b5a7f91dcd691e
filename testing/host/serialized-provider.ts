import Module from "node:module";
import type * as pulumi from "@pulumi/pulumi";

interface CompilableModule extends Module {
  _compile(source: string, filename: string): void;
}

// Undocumented, and used by every package that compiles a string (require-from-string, which the
// real host uses, among them): the folders in which `require` looks, seen from a given one.
const { _nodeModulePaths: nodeModulePaths } = Module as unknown as { _nodeModulePaths: (from: string) => string[] };

/**
 * The provider object behind a `__provider` string. As with the engine's host, `require` inside of
 * it looks into the node_modules folders of the working directory and of those above it.
 */
export function deserializeProvider(source: unknown): pulumi.dynamic.ResourceProvider {
  // A resource whose initialization failed has no provider in its properties unless its error
  // carried one. The host then fails with just these words, so do we.
  if (typeof source !== "string") throw new Error(`code must be a string, not ${typeof source}`);
  const module = new Module("") as CompilableModule;
  module.filename = "";
  module.paths = nodeModulePaths(process.cwd());
  module._compile(source, "");
  return (module.exports as { handler(): pulumi.dynamic.ResourceProvider }).handler();
}
