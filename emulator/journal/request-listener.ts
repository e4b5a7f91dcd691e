import type { JournalEntry } from "./journal-entry";

/** Hears of each request when it has been answered, or when its connection has been cut. */
export type RequestListener = (entry: JournalEntry) => void;
