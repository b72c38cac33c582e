import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/config-schema.js';
import { problemsIn } from '../../src/config/problems-in.js';
import { RULES } from '../../src/rules/index.js';

const SCHEMA = configSchema(RULES, ['terminal', 'json']);
/** What editors go by: our own check has to come to the same. */
const editor = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false }).compile(
  SCHEMA,
);

const RIGHT: readonly (readonly [string, unknown])[] = [
  ['nothing', {}],
  ['the schema itself', { $schema: './node_modules/otel-ctx-doctor/dist/config/config.schema.json' }],
  ['severities', { rules: { 'orphan-span': 'off', 'late-sdk': { severity: 'info' } } }],
  ['options of a rule', { rules: { 'span-flood': { severity: 'error', maxChildren: 20 } } }],
  ['an ignore of each kind', { ignore: [{ rule: ['orphan-span'], span: 'a', scope: ['b'], file: 'c', reason: 'd' }] }],
  ['an expected root', { expectRoots: [{ name: 'cron *', reason: 'scheduled' }] }],
  ['outputs', { output: { json: 'report.json' }, format: 'terminal' }],
  ['thresholds', { failOn: 'never', minSpans: 0 }],
  ['a port', { run: { ready: 3000 } }],
  ['a pattern', { run: { ready: 'listening', drive: 'true', grace: 0, nodeArgs: [], export: false } }],
];

const WRONG: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['no object', [], ['an object is wanted, and not a list']],
  ['nothing at all', null, ['an object is wanted, and not null']],
  ['an unknown key', { expectRoot: [] }, ['expectRoot: there is no such key. Did you mean "expectRoots"?']],
  [
    'an unknown rule',
    { rules: { 'orphan-spam': 'off' } },
    ['rules.orphan-spam: there is no such key. Did you mean "orphan-span"?'],
  ],
  [
    'a prototype',
    JSON.parse('{ "rules": { "__proto__": "off" } }'),
    [expect.stringMatching(/^rules\.__proto__: there is no such key\. There are bad-timing, /)],
  ],
  [
    'an inherited name',
    { run: { constructor: 1 } },
    [expect.stringContaining('run.constructor: there is no such key')],
  ],
  ['an odd key', { run: { 'a b\n': 1 } }, [expect.stringContaining('run."a b\\n": there is no such key')]],
  [
    'a severity',
    { rules: { 'orphan-span': 'eror' } },
    ['rules.orphan-span: "eror" is none of off, error, warning, info. Did you mean "error"?'],
  ],
  [
    'a level that is none',
    { rules: { 'orphan-span': 2 } },
    ['rules.orphan-span: one of off, error, warning, info or an object is wanted, and not 2'],
  ],
  [
    'a severity inside',
    { rules: { 'late-sdk': { severity: 'loud' } } },
    ['rules.late-sdk.severity: "loud" is none of off, error, warning, info'],
  ],
  [
    'an option of another rule',
    { rules: { 'late-sdk': { spans: 3 } } },
    ['rules.late-sdk.spans: there is no such key. There are severity.'],
  ],
  [
    'an option below 0',
    { rules: { 'span-flood': { maxChildren: -1 } } },
    ['rules.span-flood.maxChildren: -1 is less than 0'],
  ],
  ['an ignore without a reason', { ignore: [{ span: 'a' }] }, ['ignore[0]: "reason" is missing']],
  ['a reason of blanks', { expectRoots: [{ name: 'a', reason: ' ' }] }, ['expectRoots[0].reason: it is empty']],
  [
    'an ignore of all',
    { ignore: [{ rule: 'orphan-span', reason: 'a' }] },
    ['ignore[0]: one of span, scope, file is missing'],
  ],
  ['an empty list', { ignore: [{ span: [], reason: 'a' }] }, ['ignore[0].span: the list is empty']],
  [
    'an ignored rule',
    { ignore: [{ rule: 'orphan', span: 'a', reason: 'a' }] },
    [expect.stringContaining('ignore[0].rule: "orphan" is none of ')],
  ],
  ['an unknown format', { output: { jsn: 'a' } }, ['output.jsn: there is no such key. Did you mean "json"?']],
  ['an empty path', { output: { json: '' } }, ['output.json: it is empty']],
  ['a number in quotes', { run: { timeout: '30' } }, ['run.timeout: a number is wanted, and not "30"']],
  ['a time of 0', { run: { timeout: 0 } }, ['run.timeout: a number above 0 is wanted, and not 0']],
  ['a part of a span', { minSpans: 1.5 }, ['minSpans: a whole number is wanted, and not 1.5']],
  ['a flag that is none', { quiet: 'yes' }, ['quiet: true or false is wanted, and not "yes"']],
  [
    'several at once',
    { quiet: 1, colour: 1, run: 1 },
    [
      'quiet: true or false is wanted, and not 1',
      'colour: there is no such key. Did you mean "color"?',
      'run: an object is wanted, and not 1',
    ],
  ],
];

describe('a config is right with', () => {
  it.each(RIGHT)('%s', (_, config) => {
    expect(problemsIn(config, SCHEMA)).toEqual([]);
    expect(editor(config)).toBe(true);
  });

  it('a key that is undefined, as code writes it', () => {
    expect(problemsIn({ run: { timeout: undefined }, rules: undefined }, SCHEMA)).toEqual([]);
  });
});

describe('a config is wrong with', () => {
  it.each(WRONG)('%s', (_, config, problems) => {
    expect(problemsIn(config, SCHEMA)).toEqual(problems);
    expect(editor(config)).toBe(false);
  });

  it.each([
    ['a function', { run: () => {} }, 'run: an object is wanted, and not a function'],
    ['no number', { minSpans: Number.NaN }, 'minSpans: a whole number is wanted, and not NaN'],
    ['infinity', { run: { timeout: Number.POSITIVE_INFINITY } }, 'run.timeout: a number is wanted, and not Infinity'],
  ])('%s, as only code can write it', (_, config, problem) => {
    expect(problemsIn(config, SCHEMA)).toEqual([problem]);
  });
});
