/** Requests per second, of two servers in turns: what happens to the machine happens to both. */
import autocannon from "autocannon";
import { median } from "../figure.mts";

const rounds = 7;
const seconds = 2;

export interface Load {
  readonly url: string;
  /** Asked one after the other, again and again. */
  readonly paths: readonly string[];
  readonly method?: "GET" | "POST";
  readonly headers: Record<string, string>;
  readonly body?: string;
}

async function rate({ url, paths, method = "GET", headers, body }: Load): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({
    url,
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    requests: paths.map((path) => ({ path })),
    connections: 16,
    duration: seconds,
    tlsOptions: { rejectUnauthorized: false },
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers other than 200 and ${errors} errors from ${url}${paths[0]}.`);
  return requests.average;
}

/** The medians of both, and of their ratio in each round: it moves less than either. */
export async function rates(ours: Load, reference: Load): Promise<{ ours: number; reference: number }> {
  const measured: { ours: number; reference: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await rate(ours), reference: await rate(reference) };
    if (round > 0) measured.push(pair); // the first warms both up
  }
  const ratio = median(measured.map((pair) => pair.ours / pair.reference));
  const theirs = median(measured.map((pair) => pair.reference));
  return { ours: ratio * theirs, reference: theirs };
}
