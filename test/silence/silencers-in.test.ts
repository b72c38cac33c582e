import { describe, expect, it } from 'vitest';
import { silencersIn } from '../../src/silence/silencers-in.js';
import { parseSource } from '../../src/source/parse-source.js';

const RULES = ['orphan-span', 'outlives-parent'];

/** `rule on line: reason` of what has an effect, `rule problem` of what has none. */
function told(source: string, file = 'app.ts'): string[] {
  const { active, useless } = silencersIn(file, {
    rules: RULES,
    sourceOf: () => source.split(/\r?\n/),
    parsedOf: () => parseSource(source, file),
  });
  return [
    ...active.map(({ rule, target, reason }) => `${rule} on ${target}: ${reason}`),
    ...useless.map(({ rule, line, problem }) => `${rule} ${problem}, line ${line}`),
  ];
}

describe('silences nothing', () => {
  it.each([
    ['a source without comments', 'run();'],
    ['another comment', '// like otel-ctx-doctor-ignore orphan-span: x\nrun();'],
    ['another word that begins like it', '// otel-ctx-doctor-ignored orphan-span: x\nrun();'],
    ['a text', "log('// otel-ctx-doctor-ignore orphan-span: x');\nrun();"],
    ['a line of a template', 'log(`\n// otel-ctx-doctor-ignore orphan-span: x\n`);\nrun();'],
    ['a regular expression', 'const find = /[/]/ // otel-ctx-doctor-ignored\nrun();'],
    ['a file without any code', '// otel-ctx-doctor'],
  ])('%s', (_, source) => {
    expect(told(source)).toEqual([]);
  });

  it.each([
    ['without a reason', '// otel-ctx-doctor-ignore orphan-span\nrun();', 'orphan-span no-reason, line 1'],
    ['with an empty reason', '// otel-ctx-doctor-ignore orphan-span:  \nrun();', 'orphan-span no-reason, line 1'],
    ['without a rule', '// otel-ctx-doctor-ignore\nrun();', 'null no-rule, line 1'],
    ['with a reason and no rule', '// otel-ctx-doctor-ignore: because\nrun();', 'null no-rule, line 1'],
    ['with a sentence for a rule', '// otel-ctx-doctor-ignore this is right\nrun();', 'null no-rule, line 1'],
    ['of an unknown rule', '// otel-ctx-doctor-ignore orphans: because\nrun();', 'orphans unknown-rule, line 1'],
    ['with no code after it', 'run();\n// otel-ctx-doctor-ignore orphan-span: x', 'orphan-span unused, line 2'],
    ['what cannot be parsed', 'run(;\n// otel-ctx-doctor-ignore orphan-span: x\nrun();', 'null unparsed, line 2'],
  ])('%s, and says so', (_, source, problem) => {
    expect(told(source)).toEqual([problem]);
  });
});

describe('silences', () => {
  it.each([
    ['the next line', '// otel-ctx-doctor-ignore orphan-span: a job\nrun();\nrun();', 2],
    ['its own line behind code', 'run(); // otel-ctx-doctor-ignore orphan-span: a job\nrun();', 1],
    ['the next line of code', '\n// otel-ctx-doctor-ignore orphan-span: a job\n// or two\n\nrun();', 5],
    ['from within a call', 'pool\n  // otel-ctx-doctor-ignore orphan-span: a job\n  .run(() => {});', 3],
    ['in a block comment', '/* otel-ctx-doctor-ignore orphan-span: a job */\nrun();', 2],
    ['in a block comment before code', '/* otel-ctx-doctor-ignore orphan-span: a job */ run();', 1],
    ['in a block comment that ends before code', '/* otel-ctx-doctor-ignore orphan-span:\n a job */ run();', 2],
    ['the next line with a name', '{\n  // otel-ctx-doctor-ignore orphan-span: a job\n}\n{\nrun();}', 5],
    ['its own line behind what ends there', 'run(() => {\n}); // otel-ctx-doctor-ignore orphan-span: a job\nrun();', 2],
    ['in a doc comment of several lines', '/**\n * otel-ctx-doctor-ignore orphan-span: a\n * job\n */\nrun();', 5],
    ['with other line ends', '// otel-ctx-doctor-ignore orphan-span: a job\r\nrun();\r\n', 2],
    ['below a hashbang', '#!/usr/bin/env node\n// otel-ctx-doctor-ignore orphan-span: a job\nrun();', 3],
    ['behind a slash that is no comment', 'a = b / c; d = /[/*]/; // otel-ctx-doctor-ignore orphan-span: a job', 1],
    [
      'after types',
      'const a = <T,>(b: Map<T, `x${string}`>): b is C => 1;\n// otel-ctx-doctor-ignore orphan-span: a job\nrun<A>();',
      3,
    ],
    ['a line that ends a template', '// otel-ctx-doctor-ignore orphan-span: a job\nrun(`\n`);', 2],
  ])('%s', (_, source, line) => {
    expect(told(source)).toEqual([`orphan-span on ${line}: a job`]);
  });

  it('several rules for one reason', () => {
    expect(told('// otel-ctx-doctor-ignore orphan-span, outlives-parent: a job: of its own\nrun();')).toEqual([
      'orphan-span on 2: a job: of its own',
      'outlives-parent on 2: a job: of its own',
    ]);
  });

  it('those of several rules that there are', () => {
    expect(told('// otel-ctx-doctor-ignore orphan-span, orphans: a job\nrun();')).toEqual([
      'orphan-span on 2: a job',
      'orphans unknown-rule, line 1',
    ]);
  });

  it('the same line from several comments', () => {
    const source =
      '// otel-ctx-doctor-ignore orphan-span: a job\n/* otel-ctx-doctor-ignore outlives-parent: later */\nrun();';
    expect(told(source)).toEqual(['orphan-span on 3: a job', 'outlives-parent on 3: later']);
  });

  it.each([
    ['below tags', 'app.tsx', "const a = <p>don't</p>;\n// otel-ctx-doctor-ignore orphan-span: a job\nrun();"],
    [
      'below tags in JavaScript',
      'app.js',
      'const a = <p>it`s</p>;\n// otel-ctx-doctor-ignore orphan-span: a job\nrun();',
    ],
    [
      'below type parameters that look like a tag',
      'app.tsx',
      'const a = <T,>(b: T): T => b;\n// otel-ctx-doctor-ignore orphan-span: a job\nrun();',
    ],
    ['between tags', 'app.jsx', 'const a = <p>\n  {/* otel-ctx-doctor-ignore orphan-span: a job */}\n  {run()}\n</p>;'],
    ['in braces of its own', 'app.jsx', 'const a = <p>{\n // otel-ctx-doctor-ignore orphan-span: a job\nrun()}</p>;'],
  ])('%s', (_, file, source) => {
    expect(told(source, file)).toEqual(['orphan-span on 3: a job']);
  });

  it('nothing as text between tags', () => {
    expect(told('const a = <p>\n// otel-ctx-doctor-ignore orphan-span: a job\n</p>;', 'app.tsx')).toEqual([]);
  });
});
