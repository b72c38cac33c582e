import { describe, expect, it } from 'vitest';
import { twoAtATime } from '../corpus/two-at-a-time.js';
import { type Cell, cells, nameOf, SDKS } from '../matrix/cells.js';
import { complaintAbout } from '../matrix/judge-cell.js';

/** All cells of this Node, and one for each of the other values; `npm run matrix` runs them all. */
const HERE = process.versions.node.split('.')[0];
const ELSEWHERE = [
  'SDK none, API 1.10, Node 26, ts-cjs',
  'SDK 1.30 NodeTracerProvider, API 1.4, Node 26, cjs',
  'SDK 2.x NodeTracerProvider, API 1.9, Node 22, esm',
  'SDK 2.x NodeTracerProvider, API 1.9, Node 24, ts-esm',
  'SDK 3.x TracerProvider, API 1.10, Node 22, esm',
  'SDK 3.x NodeSDK, API 1.10, Node 24, cjs',
];

/** The first run installs packages and other versions of Node. */
const TIMEOUT_MS = 600_000;

async function complaintsAbout(chosen: readonly Cell[]): Promise<(readonly [string, string])[]> {
  const complaints = await twoAtATime(chosen, async (cell) => [nameOf(cell), await complaintAbout(cell)] as const);
  return complaints.flatMap(([name, complaint]) => (complaint === null ? [] : [[name, complaint] as const]));
}

describe('one program with four faults has the same findings', () => {
  it.each(SDKS.filter(({ nodes }) => nodes.some((node) => node === HERE)).map(({ name }) => name))(
    'with SDK %s on this Node',
    { timeout: TIMEOUT_MS },
    async (name) => {
      const chosen = cells().filter(({ sdk, node }) => sdk.name === name && node === HERE);
      expect(chosen).not.toHaveLength(0);
      expect(await complaintsAbout(chosen)).toEqual([]);
    },
  );

  it('on other versions of Node, with other versions of the SDK', { timeout: TIMEOUT_MS }, async () => {
    const chosen = cells().filter((cell) => ELSEWHERE.includes(nameOf(cell)));
    expect(chosen).toHaveLength(ELSEWHERE.length);
    expect(await complaintsAbout(chosen)).toEqual([]);
  });
});
