// Imports go app → features → ui → api; features never import each other.
const LAYERS = ["api", "ui", "features", "app"];

const downwards = LAYERS.slice(0, -1).map((layer, index) => ({
  name: `${layer}-knows-nothing-above`,
  severity: "error",
  from: { path: `^src/${layer}/`, pathNot: "\\.test\\.tsx?$" },
  to: { path: `^src/(${LAYERS.slice(index + 1).join("|")}|testing)/` },
}));

module.exports = {
  forbidden: [
    ...downwards,
    {
      name: "features-stand-alone",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/$1/" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "only-api-calls-the-server",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(api|testing)/" },
      to: { path: "node_modules/openapi-fetch" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
