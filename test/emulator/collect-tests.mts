/** `collect-tests.mts parse|run FILE…`: the full names of tests, by file. `parse` reads them as they are written, `run` lets each file say what it has, without running a test. */
import { createVitest } from "vitest/node";

const [how, ...files] = process.argv.slice(2);
const vitest = await createVitest("test", { watch: false, reporters: [{}] });
const modules = how === "parse" ? await vitest.experimental_parseSpecifications(await vitest.globTestSpecifications(files)) : (await vitest.collect(files)).testModules;
const names = modules.map((module) => [module.relativeModuleId, Array.from(module.children.allTests(), ({ fullName }) => fullName)]);
await vitest.close();
process.stdout.write(JSON.stringify(Object.fromEntries(names)));
