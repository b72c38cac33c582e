import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { doctor, lives, project } from './command.js';
import { COLUMNS, CTRL_C, HAS_PYTHON, once, ROWS, type Typed, typed as typedIn } from './typed.js';

const FOLDER = project({
  'package.json': '{"type":"module"}',
  'ticks.mjs': `import { trace } from '@opentelemetry/api';
const tracer = trace.getTracer('test');
let n = 0;
setInterval(() => { tracer.startSpan('tick').end(); console.log('line ' + ++n); }, 50);
`,
  'counts.mjs': `let n = 0;
process.on('SIGINT', () => { console.log('got ' + ++n); if (process.argv[2] === 'once') setTimeout(() => process.exit(0), 300); });
setInterval(() => {}, 1000);
console.log('ready', process.stdout.isTTY, process.pid);
`,
  'waits.mjs': `console.log('ready'); setInterval(() => {}, 1000);`,
});

/** Runs a program under the doctor in a terminal. */
function typed(args: readonly string[], type: Parameters<typeof typedIn>[1], env?: NodeJS.ProcessEnv): Promise<Typed> {
  return typedIn(['run', ...args], type, FOLDER, env);
}

/** All lines that have been on the screen in the end. */
async function linesOf(output: string): Promise<string[]> {
  const terminal = new xterm.Terminal({ rows: ROWS, cols: COLUMNS, scrollback: 10_000, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(output, done));
  const { active } = terminal.buffer;
  return Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? '');
}

describe('hyperlinks', () => {
  const app = readFileSync('scenarios/callback-pool/broken.ts', 'utf8');
  const folder = project({ 'package.json': '{"type":"module"}', 'my app.ts': app });
  const links = (options: readonly string[], env: NodeJS.ProcessEnv): readonly string[] => {
    const forced = { NO_COLOR: '', FORCE_COLOR: '1', FORCE_HYPERLINK: '1', TERM_PROGRAM: '', ...env };
    const { stderr } = doctor(['run', ...options, 'my app.ts'], folder, '', forced);
    expect(stripVTControlCharacters(stderr)).toContain('--> my app.ts:54:10 in query');
    return [...new Set([...stderr.matchAll(/\p{Cc}\]8;;(\P{Cc}+)\p{Cc}\\/gu)].map(([, url = '']) => url))];
  };
  const file = pathToFileURL(join(realpathSync(folder), 'my app.ts')).href;

  it('lead to files, and to their lines where the terminal knows these', () => {
    expect(links([], {})).toEqual([file]);
    expect(links([], { TERM_PROGRAM: 'vscode' })).toEqual([`${file}#54`, `${file}#43`]);
    expect(links([], { TERM: 'xterm-kitty' })).toEqual([`${file}#54`, `${file}#43`]);
  });

  it.each<[string, readonly string[], NodeJS.ProcessEnv]>([
    [
      'in a terminal that is not known to have them',
      [],
      { FORCE_HYPERLINK: undefined, TERM: 'xterm', VTE_VERSION: undefined },
    ],
    ['with --no-color', ['--no-color'], {}],
    ['with NO_COLOR', [], { NO_COLOR: '1' }],
  ])('are not there %s', (_, options, env) => {
    expect(links(options, env)).toEqual([]);
  });
});

const SEVERAL = /\d+ spans in \d+ traces(?:, 0 findings)? so far/;
describe.runIf(HAS_PYTHON)('in a terminal', () => {
  it('Ctrl-C reaches the program once, from the terminal', async () => {
    const { code, output } = await typed(['--quiet', 'counts.mjs', 'once'], once('ready true', CTRL_C));
    expect(output.match(/got \d/g)).toEqual(['got 1']);
    expect(output).toContain('counts.mjs was interrupted');
    expect(code).toBe(0);
  });

  it('Ctrl-C twice kills it, and the report still comes', async () => {
    let pressing: NodeJS.Timeout | undefined;
    const { code, output } = await typed(['--quiet', 'counts.mjs'], (text, keys) => {
      const program = /ready true (\d+)/.exec(text)?.[1];
      if (program === undefined) return;
      pressing ??= setInterval(() => {
        if (lives(Number(program))) keys.write(CTRL_C);
        else clearInterval(pressing);
      }, 100);
    });
    expect(output).toContain('had to be killed');
    expect(code).toBe(0);
  });

  it('one line says how far a long run has come, and nothing of it stays', async () => {
    const { code, output } = await typed(['ticks.mjs'], once(SEVERAL, CTRL_C));
    expect(code).toBe(0);
    const lines = await linesOf(output);
    expect(lines.filter((line) => line.includes('so far'))).toEqual([]);
    const said = lines.filter((line) => /^line \d+$/.test(line));
    expect(said).toEqual(said.map((_, index) => `line ${index + 1}`));
    expect(lines.filter((line) => line.includes('line ') && !/^line \d+$/.test(line))).toEqual([]);
    expect(lines.findIndex((line) => line.startsWith('no findings'))).toBeGreaterThan(said.length);
  });

  it('the line stands below what the program writes', async () => {
    let seen = '';
    await typed(['ticks.mjs'], (output, keys) => {
      if (seen === '' && SEVERAL.test(output)) {
        seen = output;
        keys.write(CTRL_C);
      }
    });
    const lines = await linesOf(seen);
    expect(lines.at(-1)).toMatch(/^otel-ctx-doctor: \d+ spans? in \d+ traces? so far$/);
    const said = lines.slice(0, -1).filter((line) => line !== '');
    expect(said.length).toBeGreaterThan(0);
    expect(said).toEqual(said.map((_, index) => `line ${index + 1}`));
  });

  it.each<[string, string[], NodeJS.ProcessEnv]>([
    ['--quiet', ['--quiet'], {}],
    ['CI', [], { CI: 'true' }],
    ['a terminal that knows no codes', [], { TERM: 'dumb' }],
  ])('there is no such line with %s', async (_, args, env) => {
    const { output } = await typed([...args, '--duration', '3', 'waits.mjs'], () => {}, env);
    expect(output).not.toContain('so far');
    expect(output).not.toContain('\u001b7');
  });
});
