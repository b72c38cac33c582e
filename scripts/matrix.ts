/**
 * Are the verdicts the same everywhere? In two parts, of which `--part` names one:
 *
 * - `cells`: one program with four faults on every SDK, API, Node and in every form that go together (test/matrix).
 * - `corpus`: the scenarios and the corpus on this Node and on others, and the corpus at less evidence; nothing may differ
 *   from this Node at full evidence, and nothing may be invented.
 *
 *     npm run matrix [-- --nodes 20,22] [--part cells] [--sdks 2.x] [--apis 1.9] [--forms esm,cjs]
 *                    [--part corpus] [--only <pattern>] [--levels light,off]
 */

import { parseArgs } from 'node:util';
import { judgeCells } from './matrix/judge-cells.js';
import { judgeCorpus } from './matrix/judge-corpus.js';

const OTHER_NODES = '22,24,26';

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'cells,corpus' },
    nodes: { type: 'string' },
    sdks: { type: 'string', default: '' },
    apis: { type: 'string', default: '' },
    forms: { type: 'string', default: '' },
    levels: { type: 'string', default: 'light,off' },
    only: { type: 'string', default: '' },
  },
});
const listed = (text: string): string[] => text.split(',').filter(Boolean);
const parts = listed(values.part);

if (parts.includes('cells')) {
  const { sdks, apis, forms, nodes = '' } = values;
  const axes = { sdks: listed(sdks), apis: listed(apis), nodes: listed(nodes), forms: listed(forms) };
  if (!(await judgeCells(axes))) process.exitCode = 1;
}
if (parts.includes('corpus')) {
  const { levels, only, nodes = OTHER_NODES } = values;
  if (!(await judgeCorpus({ nodes: listed(nodes), levels: listed(levels), only }))) process.exitCode = 1;
}
