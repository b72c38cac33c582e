import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OUR_CONFIG_SCHEMA } from '../../src/cli/our-config-schema.js';
import type { Report } from '../../src/report/report.js';
import { BIN, doctor, project, ran } from './command.js';

/** One `trace-mismatch`: "query B" is work of "request B". */
const POOL = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
/** A job that a request puts on a queue, and that is done in a trace of its own. */
const CRON = `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('jobs');
const waiting: (() => void)[] = [];
const tick = setInterval(() => waiting.pop()?.(), 1);
await tracer.startActiveSpan('request', async (request) => {
  await new Promise<void>((done) => {
    waiting.push(() => tracer.startActiveSpan('cron 7', (span) => { span.end(); done(); }));
  });
  request.end();
});
clearInterval(tick);
`;

function packageWith(files: Readonly<Record<string, string>>): string {
  return project({ 'package.json': '{ "type": "module" }', 'app.ts': POOL, 'cron.ts': CRON, ...files });
}

const JSON_CONFIG = 'otel-ctx-doctor.config.json';

function json(config: object): Record<string, string> {
  return { [JSON_CONFIG]: JSON.stringify(config) };
}

function judged(files: Readonly<Record<string, string>>, args: readonly string[] = ['app.ts']) {
  const ended = doctor(['run', '--format', 'json', ...args], packageWith(files));
  const report = JSON.parse(ended.stdout) as Report;
  return {
    code: ended.code,
    findings: report.findings.map(({ rule, severity }) => `${severity} ${rule}`),
    silenced: report.silenced.map(({ finding, setting, reason }) => `${finding.rule} ${setting?.key} ${reason}`),
    unused: report.unusedSettings.map(({ key, message }) => `${key} ${message}`),
    report,
  };
}

const FOUND = { code: 1, findings: ['error trace-mismatch'], silenced: [] };

describe('a config of any kind is heard', () => {
  it.each([
    ['otel-ctx-doctor.config.ts', "const off: string = 'off';\nexport default { rules: { 'trace-mismatch': off } };"],
    ['otel-ctx-doctor.config.mts', "export default { rules: { 'trace-mismatch': 'off' } } satisfies object;"],
    ['otel-ctx-doctor.config.cts', "module.exports = { rules: { 'trace-mismatch': 'off' } } as object;"],
    ['otel-ctx-doctor.config.js', "export default { rules: { 'trace-mismatch': 'off' } };"],
    ['otel-ctx-doctor.config.mjs', "await null;\nexport default { rules: { 'trace-mismatch': 'off' } };"],
    ['otel-ctx-doctor.config.cjs', "module.exports = { rules: { 'trace-mismatch': 'off' } };"],
    [JSON_CONFIG, '\ufeff{ "rules": { "trace-mismatch": "off" } }'],
    ['package.json', '{ "type": "module", "otel-ctx-doctor": { "rules": { "trace-mismatch": "off" } } }'],
  ])('%s', (name, text) => {
    expect(judged({ [name]: text })).toMatchObject({ code: 0, findings: [] });
  });

  it('.js with exports of ES modules in a package of CommonJS', () => {
    const config = "export default { rules: { 'trace-mismatch': 'off' } };";
    const files = { 'package.json': '{}', 'app.mts': POOL, 'otel-ctx-doctor.config.js': config };
    expect(judged(files, ['app.mts'])).toMatchObject({ code: 0, findings: [] });
  });

  it('with defineConfig, where the package is installed', () => {
    const folder = packageWith({
      'otel-ctx-doctor.config.ts':
        "import { defineConfig } from 'otel-ctx-doctor';\nexport default defineConfig({ rules: { 'trace-mismatch': 'off' } });",
    });
    // The project's own node_modules has no otel-ctx-doctor in it: a folder above the package does.
    rmSync(join(folder, 'node_modules'));
    mkdirSync(join(folder, 'node_modules/otel-ctx-doctor'), { recursive: true });
    const api = JSON.stringify(join(process.cwd(), 'node_modules/@opentelemetry/api/build/src/index.js'));
    const index = JSON.stringify(join(process.cwd(), 'dist/index.js'));
    writeFileSync(join(folder, 'node_modules/otel-ctx-doctor/index.mjs'), `export * from ${index};`);
    writeFileSync(join(folder, 'node_modules/otel-ctx-doctor/package.json'), '{ "exports": "./index.mjs" }');
    writeFileSync(
      join(folder, 'app.ts'),
      POOL.replace("'@opentelemetry/api'", () => api),
    );
    expect(doctor(['run', 'app.ts'], folder)).toMatchObject({ code: 0 });
  });
});

it('a config may be promised, and the promise may be broken', () => {
  const promised = "export default Promise.resolve({ rules: { 'trace-mismatch': 'off' } });";
  expect(judged({ 'otel-ctx-doctor.config.js': promised })).toMatchObject({ code: 0, findings: [] });
  const folder = packageWith({ 'otel-ctx-doctor.config.js': "export default Promise.reject(new Error('not today'));" });
  const { code, stderr } = doctor(['run', 'app.ts'], folder);
  expect(code).toBe(2);
  expect(stderr).toMatch(/cannot be loaded\.\n {2}Error: not today \(line 1:\d+\)\n$/);
});

it('the schema that editors are given is the one that is checked by', () => {
  const file = createRequire(import.meta.url).resolve('otel-ctx-doctor/config.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(OUR_CONFIG_SCHEMA);
});

describe('the command line wins', () => {
  it('over rules', () => {
    const config = json({ rules: { 'trace-mismatch': 'off' } });
    expect(judged(config, ['--rule', 'trace-mismatch=error', 'app.ts'])).toMatchObject(FOUND);
  });

  it('with another config, and with none', () => {
    const files = { ...json({ rules: { 'trace-mismatch': 'off' } }), 'other.json': '{ "failOn": "never" }' };
    expect(judged(files, ['--config', 'other.json', 'app.ts'])).toMatchObject({ ...FOUND, code: 0 });
    expect(judged(files, ['--no-config', 'app.ts'])).toMatchObject(FOUND);
  });

  it('over any other option, of check as of run', () => {
    const folder = packageWith(json({ failOn: 'never', minSpans: 1000, run: { timeout: 60, keep: 'kept' } }));
    expect(doctor(['run', 'app.ts'], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--min-spans 1000'),
    });
    expect(doctor(['check', 'kept'], folder)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--min-spans 1000'),
    });
    expect(doctor(['check', '--min-spans', '1', 'kept'], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(doctor(['check', '--min-spans', '1', '--fail-on', 'error', 'kept'], folder)).toMatchObject({ code: 1 });
  });
});

it('of --quiet and --verbose the one that is given counts, and not both may be', () => {
  const folder = (config: object): string => packageWith(json({ failOn: 'never', ...config }));
  const says = (config: object, ...options: readonly string[]): string =>
    doctor(['run', ...options, 'app.ts'], folder(config)).stderr;
  const [isQuiet, isVerbose] = [expect.not.stringContaining('\nSet-up\n'), expect.stringContaining('mechanism   ')];
  expect(says({ quiet: true })).toEqual(isQuiet);
  expect(says({ verbose: true })).toEqual(isVerbose);
  expect(says({ quiet: true }, '--verbose')).toEqual(expect.stringMatching(/mechanism {3}.*\nSet-up\n/s));
  expect(says({ verbose: true }, '--quiet')).toEqual(isQuiet);
  expect(says({}, '--quiet', '--verbose')).toContain("'--verbose' cannot be used with option '--quiet'");
});

it('options for Node are for files that it runs, and left out where a command is run', () => {
  const folder = packageWith(json({ run: { nodeArgs: ['--no-warnings'] } }));
  writeFileSync(join(folder, 'args.mjs'), 'console.log(process.execArgv.includes("--no-warnings"));');
  expect(doctor(['run', 'args.mjs'], folder)).toMatchObject({ code: 0, stdout: 'true\n' });
  expect(doctor(['run', '--', 'node', 'args.mjs'], folder)).toMatchObject({ code: 0, stdout: 'false\n' });
});

it('paths of a config are relative to its folder, wherever the doctor is started', () => {
  const folder = packageWith({
    '.git': 'gitdir: elsewhere',
    ...json({ output: { json: 'report.json' }, ignore: [{ file: './*.ts', reason: 'all of it' }] }),
    'sub/package.json': '{}',
  });
  expect(doctor(['run', '../app.ts'], join(folder, 'sub'))).toMatchObject({ code: 0 });
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;
  expect(report.silenced.map(({ setting }) => setting)).toEqual([{ file: `../${JSON_CONFIG}`, key: 'ignore[0]' }]);
});

describe('an ignore', () => {
  it.each<[string, object]>([
    ['is about another rule', { rule: 'orphan-span', span: 'query*' }],
    ['is about another span', { span: 'request*' }],
    ['is about another file', { file: 'src/**' }],
    ['is about the right span in another scope', { span: 'query*', scope: 'no such' }],
  ])('leaves a finding where it %s, and is told of', (_, entry) => {
    const unused = ['ignore[0] silenced nothing in this run'];
    expect(judged(json({ ignore: [{ ...entry, reason: 'known' }] }))).toMatchObject({ ...FOUND, unused });
  });

  it.each<[string, object]>([
    ['by the name of the span', { span: 'query *' }],
    ['by the scope', { scope: ['no such', '*'] }],
    ['by the file', { file: '**/*.ts' }],
    ['by all at once', { rule: 'trace-mismatch', span: 'query*', scope: '*', file: 'app.ts' }],
  ])('silences a finding %s', (_, entry) => {
    const silenced = ['trace-mismatch ignore[0] known'];
    const result = judged(json({ ignore: [{ ...entry, reason: 'known' }] }));
    expect(result).toMatchObject({ code: 0, findings: [], silenced, unused: [] });
    expect(result.report.summary).toMatchObject({ errors: 0, silenced: 1, healthy: true });
  });
});

describe('an expected root', () => {
  it('is what the program is wrong about, without a config', () => {
    expect(judged({}, ['cron.ts'])).toMatchObject({ code: 1, findings: ['error orphan-span'] });
  });

  it('is no orphan', () => {
    const config = json({ expectRoots: [{ name: 'cron *', reason: 'scheduled' }] });
    const silenced = ['orphan-span expectRoots[0] scheduled'];
    expect(judged(config, ['cron.ts'])).toMatchObject({ code: 0, findings: [], silenced, unused: [] });
  });

  it('that never comes is told of, and nothing else is excused by it', () => {
    const config = json({
      expectRoots: [
        { name: 'corn *', reason: 'scheduled' },
        { name: 'request', reason: 'one' },
      ],
    });
    const unused = ['expectRoots[0] no root span "corn *" was recorded'];
    expect(judged(config, ['cron.ts'])).toMatchObject({ code: 1, findings: ['error orphan-span'], unused });
  });
});

it('the terminal report tells what the config silences, and what has no effect there', () => {
  const config = { ignore: [{ span: 'query *', reason: 'one tenant' }], expectRoots: [{ name: 'x', reason: 'y' }] };
  const { code, stderr } = doctor(['run', 'app.ts'], packageWith(json(config)));
  expect(code).toBe(0);
  expect(stderr).toContain('no findings in 9 spans, 1 silenced\n');
  expect(stderr).toContain(`\nSilenced\n  • trace-mismatch by ignore[0] of ${JSON_CONFIG}: one tenant\n`);
  expect(stderr).toContain(
    `\nSettings without effect\n  • expectRoots[0] of ${JSON_CONFIG}: no root span "x" was recorded\n`,
  );
});

describe('a broken config is said in a few lines, before the program runs', () => {
  const MARKED = "import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n";

  it.each<[name: string, text: string, says: readonly string[]]>([
    [JSON_CONFIG, '{ "rules": ', [`${JSON_CONFIG} is no JSON.`]],
    [
      JSON_CONFIG,
      '{ "expectRoot": [], "failOn": "eror" }',
      ['is wrong in 2 places:', 'Did you mean "expectRoots"?', 'failOn: "eror" is none of'],
    ],
    [JSON_CONFIG, '{ "run": { "ready": "(" } }', ['run.ready: ']],
    ['otel-ctx-doctor.config.ts', 'export default {', ['cannot be loaded.', 'otel-ctx-doctor.config.ts:1:']],
    [
      'otel-ctx-doctor.config.ts',
      "\nthrow new Error('not today');",
      ['cannot be loaded.', 'Error: not today', 'line 2:'],
    ],
    ['otel-ctx-doctor.config.ts', 'export const config = {};', ['has no default export.']],
    ['otel-ctx-doctor.config.mjs', "import 'no-such-package';", ['cannot be loaded.', 'no-such-package']],
    [
      'otel-ctx-doctor.config.ts',
      "import { defineConfig } from 'otel-ctx-doctor';\nexport default defineConfig({});",
      ['install otel-ctx-doctor as a dependency'],
    ],
    ['otel-ctx-doctor.config.ts', 'export default () => ({});', ['an object is wanted, and not a function']],
    [JSON_CONFIG, '{\n::error::x\u001b[2J', ['is no JSON.']],
    ['otel-ctx-doctor.config.cts', "require('./nope.js');", ["Cannot find module './nope.js'\n"]],
    ['package.json', '{ "otel-ctx-doctor": true }', ['package.json is wrong:', 'an object is wanted, and not true']],
  ])('%s: %s', (name, text, says) => {
    const folder = packageWith({ 'app.mjs': MARKED, [name]: text });
    const { code, stdout, stderr } = doctor(['run', 'app.mjs'], folder);
    expect({ code, stdout, ran: existsSync(join(folder, 'ran')) }).toEqual({ code: 2, stdout: '', ran: false });
    for (const part of says) expect(stderr).toContain(part);
    expect(stderr).not.toContain('our bug');
    expect(stderr).not.toMatch(/(?!\n)\p{C}|^::/mu);
    expect(stderr.split('\n').length).toBeLessThan(6);
  });

  it.each([
    [['--config', 'no-such.json'], 'There is no no-such.json.'],
    [['--config', '.'], '. cannot be read (EISDIR).'],
  ])('%s', (options, says) => {
    const { code, stderr } = doctor(['run', ...options, 'app.ts'], packageWith({}));
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

it('loading a config leaves nothing in the program: no loader, no environment, no output', () => {
  const program = 'console.log(process.execArgv.length, process.env.NODE_OPTIONS, Object.keys(globalThis).length);';
  const folder = packageWith({ 'app.mjs': program });
  const without = doctor(['run', 'app.mjs'], folder).stdout;
  writeFileSync(join(folder, 'otel-ctx-doctor.config.ts'), 'export default { quiet: true };');
  const { stdout, stderr } = ran(process.execPath, [BIN, 'run', 'app.mjs'], folder, '', {});
  expect(stdout).toBe(without);
  expect(stderr).not.toContain('Warning');
});
