import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom: the table in ARCHITECTURE.md, as far as a program can check it. */
interface Charter {
  /** Other layers. A layer may always import from itself. */
  readonly layers: readonly string[];
  /** Node's modules, `all` of them or some. */
  readonly node?: readonly string[] | 'all';
  /** Packages, each with the only file that may import it, or none if every file may. */
  readonly packages?: Readonly<Record<string, string | null>>;
}

const SDK = 'src/recorder/attach/fallback-sdk.ts';

const CHARTER: Readonly<Record<string, Charter>> = {
  protocol: { layers: [] },
  rewrite: {
    layers: ['protocol'],
    node: ['node:crypto'],
    packages: { acorn: null, 'magic-string': null, '@jridgewell/trace-mapping': null },
  },
  recorder: {
    layers: ['protocol', 'rewrite'],
    node: 'all',
    packages: {
      '@opentelemetry/api': SDK,
      '@opentelemetry/context-async-hooks': SDK,
      '@opentelemetry/core': SDK,
      '@opentelemetry/sdk-trace-base': SDK,
    },
  },
  model: { layers: ['protocol'], packages: { '@jridgewell/trace-mapping': 'src/model/code-map.ts' } },
  evidence: {
    layers: ['protocol', 'model', 'finding'],
    packages: { semver: 'src/evidence/late-instrumentations.ts' },
  },
  source: {
    layers: ['rewrite'],
    packages: { acorn: null, '@sveltejs/acorn-typescript': 'src/source/parse-source.ts' },
  },
  rules: { layers: ['evidence', 'model', 'source', 'finding'], packages: { acorn: null } },
  diagnose: { layers: ['rules', 'evidence', 'model', 'finding'] },
  'diagnosis-sum': { layers: ['diagnose', 'rules', 'finding'] },
  silence: {
    layers: ['diagnose', 'rules', 'source', 'evidence', 'model', 'finding'],
    node: ['node:path'],
    packages: { picomatch: 'src/silence/file-matcher.ts' },
  },
  readers: {
    layers: ['protocol', 'model'],
    node: ['node:buffer', 'node:fs', 'node:path', 'node:stream', 'node:v8', 'node:zlib'],
    packages: { picomatch: 'src/readers/files/expand-globs.ts', 'protobufjs/minimal.js': null },
  },
  receiver: {
    layers: ['protocol', 'readers', 'errors'],
    node: ['node:http', 'node:net', 'node:stream', 'node:zlib'],
    packages: { '@grpc/grpc-js': 'src/receiver/grpc-library.ts', 'protobufjs/minimal.js': null },
  },
  clickhouse: {
    layers: ['protocol', 'model', 'readers', 'rules', 'errors'],
    packages: { '@clickhouse/client': null },
  },
  bulk: {
    layers: ['protocol', 'readers', 'model', 'rules', 'version'],
    node: ['node:buffer', 'node:fs', 'node:os', 'node:path', 'node:worker_threads'],
  },
  explain: {
    layers: ['rules', 'finding'],
    packages: { diff: 'src/explain/code-changes.ts' },
  },
  report: {
    layers: ['diagnose', 'silence', 'rules', 'source', 'evidence', 'model', 'finding'],
    node: ['node:path'],
    packages: { chalk: 'src/report/style.ts' },
  },
  formats: {
    layers: ['report', 'explain', 'finding'],
    node: ['node:util'],
    packages: { 'cli-table3': null, 'string-width': null },
  },
  runner: {
    layers: [
      'protocol',
      'clickhouse',
      'readers',
      'receiver',
      'bulk',
      'report',
      'silence',
      'diagnose',
      'diagnosis-sum',
      'rules',
      'source',
      'evidence',
      'model',
      'finding',
      'errors',
      'version',
    ],
    node: 'all',
  },
  scenarios: {
    layers: ['runner', 'explain', 'report', 'finding', 'errors', 'near-names', 'version'],
    node: ['node:fs', 'node:path'],
    packages: { semver: 'src/scenarios/unmet-needs.ts' },
  },
  cli: {
    layers: [
      'clickhouse',
      'scenarios',
      'explain',
      'runner',
      'formats',
      'report',
      'baseline',
      'shape',
      'config',
      'silence',
      'rules',
      'finding',
      'errors',
      'near-names',
      'version',
    ],
    node: 'all',
    packages: {
      commander: null,
      '@inquirer/select': 'src/cli/pick-scenario.ts',
      open: 'src/cli/open-report.ts',
      'supports-hyperlinks': 'src/cli/file-links.ts',
    },
  },
  baseline: { layers: ['report', 'finding', 'errors'], node: ['node:fs'] },
  shape: { layers: ['model', 'finding', 'errors'], node: ['node:fs'] },
  config: {
    layers: ['silence', 'rules', 'finding', 'errors', 'near-names'],
    node: ['node:fs', 'node:path', 'node:url'],
    packages: { 'tsx/esm/api': 'src/config/load-config.ts' },
  },
  embed: {
    layers: [
      'protocol',
      'readers',
      'runner',
      'report',
      'formats',
      'silence',
      'config',
      'rules',
      'recorder',
      'finding',
      'errors',
    ],
    node: ['node:fs', 'node:path'],
  },
  testing: {
    layers: [
      'embed',
      'protocol',
      'readers',
      'recorder',
      'runner',
      'report',
      'formats',
      'shape',
      'model',
      'evidence',
      'finding',
      'version',
    ],
    node: 'all',
    packages: {
      '@opentelemetry/api': 'src/testing/spans-source.ts',
      vitest: 'src/testing/vitest.ts',
    },
  },
  register: { layers: ['protocol', 'runner', 'version'], node: 'all' },
  index: { layers: ['config', 'embed', 'finding', 'log-context', 'readers', 'report'] },
  finding: { layers: [], node: ['node:crypto'] },
  errors: { layers: [] },
  'near-names': { layers: [], packages: { leven: null } },
  'log-context': { layers: ['protocol'] },
  version: { layers: [], node: ['node:module', 'node:path', 'node:url'] },
};

/** What a format may know of the report: what it says, and how it is styled. */
const REPORT_FOR_FORMATS = [
  'counts-against',
  'main-place',
  'notices',
  'program-failed',
  'report',
  'report-shape',
  'style',
].map((name) => `src/report/${name}.ts`);
/** Words that all formats use. */
const TEXTS_FOR_FORMATS = /^src\/report\/text\//;
/** Lies beside the formats' folders, and is the terminal's. */
const SOURCE_FRAME = 'src/report/source-frame.ts';
const FORMATS = /^src\/report\/(terminal\/|html\/|issue\/|(?:github|gitlab|json|junit|markdown|sarif)\.ts)/;
/** Runs in a browser, as a program of its own: a type check and a bundler see to it. */
const PAGE = 'src/report/html/page/';

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name).split(sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith(PAGE))
  .sort();
const TEXTS = new Map(FILES.map((file) => [file, readFileSync(file, 'utf8')]));

function layerOf(file: string): string {
  if (FORMATS.test(file) || file === SOURCE_FRAME) return 'formats';
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

interface Import {
  readonly file: string;
  readonly layer: string;
  /** A file of ours, one of Node's modules, or a package. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\b(?:import|require)\(\s*'([^']+)'/gm;

const IMPORTS: readonly Import[] = FILES.flatMap((file) =>
  [...(TEXTS.get(file) ?? '').matchAll(IMPORT)].map(([, type, from, bare, dynamic]) => {
    const name = from ?? bare ?? dynamic ?? '';
    const ours = name.startsWith('.');
    const target = ours ? posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts') : name;
    return { file, layer: layerOf(file), target, typeOnly: type !== undefined };
  }),
);

/** `importer -> imported` of those that are not allowed. */
function violations(allowed: (one: Import) => boolean): string[] {
  return IMPORTS.filter((one) => !allowed(one)).map(({ file, target }) => `${file} -> ${target}`);
}

function filesThatSay(pattern: RegExp, layers: readonly string[]): string[] {
  return FILES.filter((file) => layers.includes(layerOf(file)) && pattern.test(withoutTexts(TEXTS.get(file) ?? '')));
}

/** Without comments and texts: words in them are no calls. */
function withoutTexts(source: string): string {
  return source.replace(/\/\*.*?\*\/|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gs, ' ');
}

describe('the charter', () => {
  it('sees the imports', () => {
    expect(IMPORTS.length).toBeGreaterThan(FILES.length);
    expect(IMPORTS.filter(({ target }) => target === '')).toEqual([]);
    expect(IMPORTS.filter(({ target }) => target.startsWith('src/') && !FILES.includes(target))).toEqual([]);
  });

  it('knows each layer', () => {
    expect([...new Set(FILES.map(layerOf))].sort()).toEqual(Object.keys(CHARTER).sort());
  });
});

describe('nobody imports', () => {
  it('from a layer that is none of its business', () => {
    const ours = ({ layer, target }: Import): boolean => {
      const to = layerOf(target);
      return !target.startsWith('src/') || to === layer || CHARTER[layer]?.layers.includes(to) === true;
    };
    expect(violations(ours)).toEqual([]);
  });

  it("modules of Node's that its layer has no use for", () => {
    const builtin = ({ layer, target }: Import): boolean => {
      const node = CHARTER[layer]?.node ?? [];
      return !isBuiltin(target) || node === 'all' || node.includes(target);
    };
    expect(violations(builtin)).toEqual([]);
  });

  it("Node's modules without their prefix", () => {
    expect(violations(({ target }) => !isBuiltin(target) || target.startsWith('node:'))).toEqual([]);
  });

  it('a package that belongs to another layer or file', () => {
    const packaged = ({ file, layer, target }: Import): boolean => {
      if (target.startsWith('src/') || isBuiltin(target)) return true;
      const only = CHARTER[layer]?.packages?.[target];
      return only === null || only === file;
    };
    expect(violations(packaged)).toEqual([]);
  });

  it('the whole report into a format', () => {
    const shown = ({ layer, target }: Import): boolean =>
      layer !== 'formats' ||
      layerOf(target) !== 'report' ||
      REPORT_FOR_FORMATS.includes(target) ||
      TEXTS_FOR_FORMATS.test(target);
    expect(violations(shown)).toEqual([]);
  });

  it('one format into another', () => {
    const format = (file: string): string => (file === SOURCE_FRAME ? 'terminal' : (file.split('/')[2] ?? ''));
    const own = ({ file, layer, target }: Import): boolean =>
      layer !== 'formats' || layerOf(target) !== 'formats' || format(file) === format(target);
    expect(violations(own)).toEqual([]);
  });

  it("the rewriter into the app's process before it is needed", () => {
    const needed = ({ layer, target, typeOnly }: Import): boolean =>
      layer !== 'recorder' || layerOf(target) !== 'rewrite' || typeOnly || target === 'src/rewrite/marks.ts';
    expect(violations(needed)).toEqual([]);
  });
});

describe('what is done in one place only', () => {
  it('is setting the exit code', () => {
    expect(filesThatSay(/\bexitCode\s*=[^=]/, Object.keys(CHARTER))).toEqual(
      FILES.filter((file) => file === 'src/cli/main.ts'),
    );
  });

  it('is leaving the process, when all has been said', () => {
    expect(filesThatSay(/\bprocess\.(?:exit|abort|reallyExit)\(/, Object.keys(CHARTER))).toEqual(['src/cli/main.ts']);
  });

  it('is printing', () => {
    expect(filesThatSay(/\bconsole\./, Object.keys(CHARTER))).toEqual([]);
    expect(filesThatSay(/\bprocess\.std(?:out|err)\.write\b/, Object.keys(CHARTER))).toEqual(['src/log-context.ts']);
  });
});

describe('what judges', () => {
  const PURE = ['protocol', 'model', 'evidence', 'rules', 'diagnose', 'silence', 'explain', 'finding', 'formats'];

  it('asks no clock, no chance and no process', () => {
    expect(
      filesThatSay(/\bDate\b|\bperformance\b|\bMath\.random\b|(?<![.\w])process\.\w|\bglobalThis\b/, PURE),
    ).toEqual([]);
  });

  it('waits for nothing', () => {
    expect(
      filesThatSay(
        /\basync\s*(?:function|\(|\w+\s*=>)|\bawait\s+[\w(]|\bPromise\b|\bset(?:Timeout|Immediate|Interval)\b/,
        PURE,
      ),
    ).toEqual([]);
  });
});
