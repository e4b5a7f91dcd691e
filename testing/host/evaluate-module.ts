import type Module from "node:module";

interface CompilableModule extends Module {
  _compile(source: string, filename: string): void;
}

// Node's own class: what `import` gives inside of vitest's `vm` pools is only something like it. Its methods
// are undocumented, and used by every package that compiles a string (require-from-string, which the
// real host uses, among them): the folders in which `require` looks, seen from a given one.
const NodeModule = process.getBuiltinModule("node:module") as unknown as {
  new (id: string): CompilableModule;
  _nodeModulePaths(from: string): string[];
};

/**
 * What a CommonJS module with this source exports. `require` inside of it looks into the node_modules
 * folders of the working directory and of those above it.
 */
export function evaluateModule(source: string): unknown {
  const module = new NodeModule("");
  module.filename = "";
  module.paths = NodeModule._nodeModulePaths(process.cwd());
  module._compile(source, "");
  return module.exports;
}
