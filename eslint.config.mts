import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  globalIgnores(["dist/", ".dependency-cruiser.cjs"]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Numbers in messages are wanted as they are.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Interfaces of the engine are asynchronous where an implementation has nothing to wait for.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/dot-notation": ["error", { allowIndexSignaturePropertyAccess: true }],
      // `!` is for what the lines above it have made sure of.
      "@typescript-eslint/no-non-null-assertion": "off",
      // What most starts do not need is loaded when it is; not by import(), which jest cannot follow out of CommonJS.
      "@typescript-eslint/no-require-imports": ["error", { allow: ["^(zod|js-yaml|jsonwebtoken|kerberos|luxon|parse-prometheus-text-format|\\.\\.?/(emulate|emulate-init|run-command|drift|list|arguments|stored-outputs|ignore-rules|earlier-report|arm/backend|arm/limiter|wmi/backend|text|json|markdown|sarif|junit|prometheus|html))$", "/package\\.json$"] }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true, argsIgnorePattern: "^_" }],
    },
  },
  {
    // Tests look into answers of any shape.
    files: ["test/**"],
    rules: {
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/restrict-plus-operands": "off",
      "@typescript-eslint/unbound-method": "off",
    },
  },
);
