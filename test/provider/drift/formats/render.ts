/** As it is shipped: the renderers are loaded lazily, which only the built package can do. */
export { formats, renderReport } from "../../../../dist/provider/drift/formats/index.js";
