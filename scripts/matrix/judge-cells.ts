import { type Cell, cells, nameOf, NODES, SDKS } from '../../test/matrix/cells.js';
import { complaintAbout } from '../../test/matrix/judge-cell.js';
import { twoAtATime } from '../../test/corpus/two-at-a-time.js';

/** Each a list of values of that axis; empty: all. */
export interface CellFilter {
  readonly sdks: readonly string[];
  readonly apis: readonly string[];
  readonly nodes: readonly string[];
  readonly forms: readonly string[];
}

/** Runs the cells, two at a time, tells of progress and of each that is not as expected, and prints a table. */
export async function judgeCells(filter: CellFilter): Promise<boolean> {
  const chosen = cells().filter((cell) => isChosen(cell, filter));
  const started = performance.now();
  let done = 0;
  const complaints = await twoAtATime(chosen, async (cell) => {
    const complaint = await complaintAbout(cell);
    done++;
    if (complaint !== null) console.log(`${nameOf(cell)}: NOT AS EXPECTED\n${complaint.replace(/^/gm, '    ')}`);
    if (done % TELL_EVERY === 0) console.log(`${done} of ${chosen.length} cells, ${secondsSince(started)} s`);
    return complaint;
  });
  const right = new Set(chosen.filter((_, index) => complaints[index] === null));
  for (const line of tableOf(chosen, right)) console.log(line);
  console.log(`${right.size} of ${chosen.length} cells as expected, in ${secondsSince(started)} s`);
  return right.size === chosen.length;
}

const TELL_EVERY = 50;

function isChosen({ sdk, api, node, form }: Cell, { sdks, apis, nodes, forms }: CellFilter): boolean {
  const isIn = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);
  const isSdk = sdks.length === 0 || sdks.some((start) => sdk.name.startsWith(start));
  return isSdk && isIn(apis, api) && isIn(nodes, node) && isIn(forms, form);
}

/** A line for each SDK, a column for each Node: how many of the cells are as expected. */
function tableOf(chosen: readonly Cell[], right: ReadonlySet<Cell>): string[] {
  const line = (first: string, rest: readonly string[]): string =>
    [first.padEnd(26), ...rest.map((text) => text.padStart(10))].join('');
  const rows = SDKS.map(({ name }) => {
    const counts = NODES.map((node) => {
      const there = chosen.filter((cell) => cell.sdk.name === name && cell.node === node);
      return there.length === 0 ? '-' : `${there.filter((cell) => right.has(cell)).length}/${there.length}`;
    });
    return line(name, counts);
  });
  return [
    line(
      'SDK',
      NODES.map((node) => `Node ${node}`),
    ),
    ...rows,
  ];
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}
