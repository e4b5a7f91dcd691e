import { boundSelectorCases } from "./bound-selector.case";
import { driftCases } from "./drift.case";
import type { Estate } from "./estate";
import { type EstateUnderTest, useEstate } from "./estate-under-test";
import { lifeCases } from "./life-of-an-intent.case";
import { messageCases } from "./message-sent.case";
import { programCases } from "./program.case";
import { refusalCases } from "./refusals.case";
import { selectionCases } from "./selection.case";
import type { StackFactory } from "./stack-under-test";

/** The intents as a person uses them on one kind of system: a program, a stack, and sessions that come and go meanwhile. */
export function intentCases(estate: Estate, makeStack: StackFactory): void {
  const on = useEstate(estate, makeStack);
  engineCases(estate, on);
  selectionCases(estate, on);
}

/** Of these, what an engine has a part in: what it keeps, what it knows when, and what it tells. */
export function engineCases(estate: Estate, on: EstateUnderTest): void {
  lifeCases(estate, on);
  driftCases(estate, on);
  messageCases(estate, on);
  boundSelectorCases(estate, on);
  refusalCases(estate, on);
  programCases(estate, on);
}
