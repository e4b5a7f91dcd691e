/** One measured figure beside its reference, measured in the same run. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** What it is compared with; absent where the limit is absolute. */
  readonly reference?: { readonly what: string; readonly measured: number };
  /** The bound that the project has set itself, on the ratio where there is a reference. Absent: measured to be known. */
  readonly bound?: { readonly kind: "at most" | "at least"; readonly value: number };
}

export const ratioOf = ({ measured, reference }: Figure): number | undefined =>
  reference && measured / reference.measured;

export function holds(figure: Figure): boolean {
  const { measured, bound } = figure;
  if (!bound) return true;
  const compared = ratioOf(figure) ?? measured;
  return bound.kind === "at most" ? compared <= bound.value : compared >= bound.value;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** The cells of a figure's row: what, measured, reference, ratio, bound, whether it holds. */
export function rowOf(figure: Figure): readonly string[] {
  const { what, measured, unit, reference, bound } = figure;
  const ratio = ratioOf(figure);
  return [
    what,
    `${shown(measured)} ${unit}`,
    reference ? `${reference.what}: ${shown(reference.measured)} ${unit}` : "",
    ratio === undefined ? "" : shown(ratio),
    bound ? `${bound.kind} ${bound.value}` : "",
    bound ? (holds(figure) ? "yes" : "no") : "",
  ];
}
