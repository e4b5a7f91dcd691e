/** The walls of the design: imports run one way. */
const wall = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });
const domain = "^provider/(session|session-index|user-name|identity|selector|scope|host|clock)\\.ts$";

module.exports = {
  forbidden: [
    wall("no-circles", "A circle has no bottom to build from.", {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    wall("no-orphans", "Nothing reaches this file.", { orphan: true, pathNot: "\\.d\\.ts$|^examples/|^[^/]+\\.(cjs|mts)$|^(test|bench|scripts)/" }, {}),
    wall(
      "provider-and-emulator-are-strangers",
      "Two independent readings of a wire catch each other's mistakes.",
      { path: "^provider/" },
      { path: "^(emulator|testing|cli)/" },
    ),
    wall("emulator-stands-alone", "It must not know who calls.", { path: "^emulator/" }, { path: "^(provider|testing|cli)/|@azure/|@pulumi/" }),
    wall("test-stack-stands-alone", "It runs any dynamic provider.", { path: "^testing/" }, { path: "^(provider|emulator|cli)/" }),
    wall("domain-is-the-bottom", "Pure values know nothing above them.", { path: domain }, { path: "^provider/", pathNot: domain }),
    wall("backend-knows-only-the-domain", "It is an interface.", { path: "^provider/backend\\.ts$" }, { path: "^provider/", pathNot: domain }),
    wall(
      "intents-know-no-system",
      "They speak to a Backend.",
      { path: "^provider/intents/" },
      { path: "^provider/(arm|wmi|resources)/|^provider/(settings/|(connect|lifecycle|configure)\\.ts$)" },
    ),
    wall("only-connect-names-systems", "Nothing else knows which there are.", { path: "^provider/", pathNot: "^provider/(arm/|wmi/|connect\\.ts$)" }, { path: "^provider/(arm|wmi)/" }),
    wall("systems-are-strangers", "Each is read from its own sources.", { path: "^provider/(arm|wmi)/" }, { path: "^provider/(arm|wmi)/", pathNot: "^provider/$1/" }),
    wall(
      "systems-know-no-intents",
      "A backend does as it is told.",
      { path: "^provider/(arm|wmi)/" },
      { path: "^provider/(intents|resources)/|^provider/(connect|lifecycle|configure)\\.ts$" },
    ),
    wall("xml-is-neutral", "Whatever writes XML may use it.", { path: "^provider/xml/" }, { path: "^provider/", pathNot: "^provider/xml/" }),
    wall(
      "formats-know-only-the-report",
      "A renderer is a function of a report: it asks nobody else.",
      { path: "^provider/drift/formats/" },
      { path: "^provider/", pathNot: "^provider/(drift/(formats/|report\\.ts$)|intents/index\\.ts$|hosts/host-args\\.ts$|(session|scope)\\.ts$|xml/)" },
    ),
    wall(
      "the-provider-process-knows-no-pulumi",
      "Its shapes are enough, and it starts faster.",
      { path: "^provider/", pathNot: "^provider/(resources/|get-sessions\\.ts$|index\\.ts$)" },
      { path: "node_modules/@pulumi" },
    ),
    wall(
      "resources-reach-the-lifecycle-by-name",
      "The engine runs it in another process, by the package's own name.",
      { path: "^provider/(resources/|index\\.ts$)" },
      { path: "^provider/(lifecycle|configure)\\.ts$", dependencyTypesNot: ["type-only"] },
    ),
    wall("drift-only-looks", "It never acts.", { path: "^provider/drift/" }, { path: "^provider/(resources/|(lifecycle|configure)\\.ts$|intents/(reconcile|attempts)\\.ts$)" }),
    wall("drift-is-on-top", "An update needs no report.", { path: "^provider/", pathNot: "^provider/(drift/|index\\.ts$)" }, { path: "^provider/drift/" }),
    wall("emulator-world-is-the-bottom", "Planes stand on the world.", { path: "^emulator/world/" }, { path: "^emulator/(arm|oauth|control|wsman|tls)/|express" }),
    wall("no-development-dependencies", "What ships needs what is shipped.", { path: "^(provider|emulator|testing|cli)/" }, { dependencyTypes: ["npm-dev"], pathNot: "@pulumi/pulumi|@types/" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "require", "node", "default"] },
  },
};
