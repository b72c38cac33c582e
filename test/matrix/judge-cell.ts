import { inspect, isDeepStrictEqual } from 'node:util';
import type { Cell } from './cells.js';
import { FINDINGS, OUTPUT, SPANS } from './expected.js';
import { type CellResult, runCell } from './run-cell.js';

/** What a cell should say: the same as every other one, but for where it ran. */
export function expectedOf({ sdk, api, node }: Cell): CellResult {
  return {
    findings: FINDINGS,
    spans: SPANS,
    stdout: OUTPUT,
    runtime: { node, otelApi: api, sdk: sdk.setUp === 'none' ? 'doctor' : 'app' },
  };
}

/** What is not as expected there, `null` if nothing. */
export async function complaintAbout(cell: Cell): Promise<string | null> {
  try {
    const result = await runCell(cell);
    return isDeepStrictEqual(result, expectedOf(cell)) ? null : inspect(result, { depth: 6, breakLength: 120 });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
