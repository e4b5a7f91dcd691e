import sample from "./sample-world.json";
import type { Seed } from "./seed";

/** The world of an emulator that is started without a seed; it ships as the seed file `sample-world.json`. */
export const sampleWorld = sample as Seed;
