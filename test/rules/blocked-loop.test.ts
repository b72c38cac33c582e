import { describe, expect, it } from 'vitest';
import type { Fix } from '../../src/finding.js';
import type { BlockedEvent } from '../../src/protocol/trace-event.js';
import { blockedLoop } from '../../src/rules/blocked-loop.js';
import { healthy } from '../evidence/innocent-runs.js';
import {
  frame,
  type InnocentCase,
  moduleTable,
  type RunCase,
  run,
  type Script,
  SITE,
  verdicts,
} from '../model/sample-run.js';
import { NO_TEXT, textAt } from './sample-texts.js';

/** Spans of sample runs start at 1 ms, 2 ms, and so on. */
const BLOCK: BlockedEvent = { t: 'bl', k: 1, q: 2, ms: 500, d: 400, at: SITE.audit, cpu: 1 };

/** Ends after the block: by as many milliseconds as are given. */
function endsAfter(say: Script, q: number, ms = 5): void {
  say.event({ t: 'e', q, k: 2, ms: BLOCK.ms + ms });
}

/** `GET /b` is open while `GET /a` computes. */
function twoRequests(say: Script, block: Partial<BlockedEvent> = {}): void {
  say.start('GET /b', { at: SITE.serve });
  say.start('GET /a', { at: SITE.request });
  say.event({ ...BLOCK, ...block });
  endsAfter(say, 2, 1);
  endsAfter(say, 1, 2);
}

describe('blocked-loop is silent about', () => {
  it.each<InnocentCase>([
    ['a healthy program', healthy],
    [
      'a program that computes in its only span',
      (say) => {
        say.start('compile');
        say.event({ ...BLOCK, q: 1 });
        endsAfter(say, 1);
      },
    ],
    [
      'what the span itself is in',
      (say) => {
        say.start('build');
        say.start('compile', { parent: 'build' });
        say.event(BLOCK);
        endsAfter(say, 2);
        endsAfter(say, 1);
      },
    ],
    [
      'what the span itself has sent off',
      (say) => {
        say.start('query', {});
        say.start('report');
        say.start('query of its own', { parent: 'report' });
        say.end('query');
        say.event(BLOCK);
        endsAfter(say, 3);
        endsAfter(say, 2);
      },
    ],
    ['a span of the same flow, which was never active', (say) => twoRequests(say, { own: [1] })],
    ['less than is asked for', (say) => twoRequests(say, { d: 99 })],
    [
      'a span that was started after it had begun',
      (say) => {
        say.start('GET /b');
        say.start('GET /a');
        say.event({ ...BLOCK, ms: 100, d: 99.5 });
        say.event({ t: 'e', q: 2, k: 2, ms: 101 });
        say.event({ t: 'e', q: 1, k: 2, ms: 102 });
      },
    ],
    [
      'a span that had ended before it began',
      (say) => {
        say.start('GET /b');
        say.start('GET /a');
        say.end('GET /b');
        say.event(BLOCK);
        endsAfter(say, 2);
      },
    ],
    [
      'a span that goes on for much longer: it waits for something else',
      (say) => {
        say.start('poll');
        say.start('GET /a');
        say.event(BLOCK);
        endsAfter(say, 2);
        endsAfter(say, 1, 801);
      },
    ],
    [
      'a span that is so long that nobody would notice',
      (say) => {
        say.start('session');
        say.start('GET /a');
        say.event({ ...BLOCK, ms: 5000, d: 400 });
        say.event({ t: 'e', q: 2, k: 2, ms: 5001 });
        say.event({ t: 'e', q: 1, k: 2, ms: 5002 });
      },
    ],
    [
      'a span that never ends: it is as long as it is',
      (say) => {
        say.start('GET /b');
        say.start('GET /a');
        say.event(BLOCK);
        endsAfter(say, 2);
      },
    ],
    [
      'a span that nobody records',
      (say) => {
        say.start('GET /b', { unsampled: true });
        say.start('GET /a');
        say.event(BLOCK);
        endsAfter(say, 2);
        endsAfter(say, 1);
      },
    ],
    [
      'a span of another thread',
      (say) => {
        say.start('GET /b');
        say.thread(1);
        say.start('GET /a');
        say.event({ ...BLOCK, q: 1 });
        endsAfter(say, 1);
        say.thread(0);
        endsAfter(say, 1);
      },
    ],
    ['what a module does when it is loaded', (say) => twoRequests(say, { at: SITE.together })],
  ])('%s', (_, script) => {
    expect(verdicts(blockedLoop, run(script))).toEqual([]);
  });
});

describe('blocked-loop reports', () => {
  it.each<RunCase>([
    [
      'what was computed while another request was open',
      (say) => twoRequests(say),
      ['GET /a: warning, certain, unknown, line 6'],
    ],
    [
      'exactly as much as is asked for',
      (say) => twoRequests(say, { d: 100 }),
      ['GET /a: warning, certain, unknown, line 6'],
    ],
    [
      'what was computed as far as the process tells, which has other threads',
      (say) => twoRequests(say, { about: 1 }),
      ['GET /a: warning, likely, unknown, line 6'],
    ],
    [
      'a call that waits, where it stands',
      (say) => {
        say.start('GET /b');
        say.start('GET /a');
        say.event({ t: 'bl', k: 1, q: 2, ms: 500, d: 400, by: 'execSync', st: [frame(12)] });
        endsAfter(say, 2);
        endsAfter(say, 1);
      },
      ['GET /a: warning, certain, unknown, line 12'],
    ],
    [
      'a call that waits in no span, told of the first span that it held up',
      (say) => {
        say.start('GET /b');
        say.start('GET /c');
        say.event({ t: 'bl', k: 1, ms: 500, d: 400, by: 'wait', st: [frame(12)] });
        endsAfter(say, 1);
        endsAfter(say, 2);
      },
      ['GET /b: warning, certain, unknown, line 12'],
    ],
    [
      'siblings that compute in turn: each holds up those that are still open',
      (say) => {
        say.start('all');
        say.start('a', { parent: 'all' });
        say.start('b', { parent: 'all' });
        say.event({ ...BLOCK, ms: 500, own: [1, 2] });
        say.event({ t: 'e', q: 2, k: 2, ms: 501 });
        say.event({ ...BLOCK, q: 3, ms: 1000, own: [1, 3] });
        say.event({ t: 'e', q: 3, k: 3, ms: 1001 });
        say.event({ t: 'e', q: 1, k: 3, ms: 1002 });
      },
      ['a: warning, certain, unknown of all, line 6'],
    ],
    [
      'each time that it happens',
      (say) => {
        twoRequests(say);
        say.start('GET /d');
        say.start('GET /c');
        say.event({ ...BLOCK, q: 4, ms: 900, d: 400 - 5 });
        say.event({ t: 'e', q: 4, k: 4, ms: 901 });
        say.event({ t: 'e', q: 3, k: 4, ms: 902 });
      },
      ['GET /a: warning, certain, unknown, line 6', 'GET /c: warning, certain, unknown, line 6'],
    ],
  ])('%s', (_, script, expected) => {
    expect(verdicts(blockedLoop, run(script))).toEqual(expected);
  });

  it('as little as is set', () => {
    const { evidence } = run((say) => twoRequests(say, { d: 60 }));
    expect(blockedLoop.judge(evidence, new Map([['ms', 60]]))).toHaveLength(1);
    expect(blockedLoop.judge(evidence, new Map([['ms', 61]]))).toHaveLength(0);
  });

  it('the call, how long it took, and who was held up', () => {
    const [fault] = blockedLoop.judge(run((say) => twoRequests(say)).evidence);
    expect(fault && blockedLoop.message(fault)).toBe(
      'audit() in "GET /a" held up the event loop for 400 ms, and with it "GET /b".',
    );
    expect(fault?.shownBy?.map(({ name }) => name)).toEqual(['GET /b']);
  });

  it('no call where a span is all that is known', () => {
    const [fault] = blockedLoop.judge(run((say) => twoRequests(say, { at: SITE.request })).evidence);
    expect(fault && blockedLoop.message(fault)).toMatch(/^Work in "GET \/a" held up/);
  });
});

describe('the fix of blocked-loop', () => {
  it.each([
    [
      'a file that is read',
      "import { readFileSync } from 'node:fs';\nasync function f() {\n  const text = ¶readFileSync(file, 'utf8');\n}",
      'readFileSync',
      "  const text = await readFile(file, 'utf8');",
    ],
    [
      'what is done with the result at once',
      "import { pbkdf2Sync } from 'node:crypto';\nasync function f() {\n  const key = ¶pbkdf2Sync(p, s, 1, 2, 'sha1').toString('hex');\n}",
      'pbkdf2Sync',
      "  const key = (await promisify(pbkdf2)(p, s, 1, 2, 'sha1')).toString('hex');",
    ],
    [
      'a method of a module',
      "import zlib from 'node:zlib';\nasync function f() {\n  send(zlib.¶gzipSync(body));\n}",
      'gzipSync',
      '  send(await promisify(zlib.gzip)(body));',
    ],
    [
      'a package that has both forms',
      "import bcrypt from 'bcryptjs';\nasync function f() {\n  user.hash = bcrypt.¶hashSync(password, 12);\n}",
      'hashSync',
      '  user.hash = await bcrypt.hash(password, 12);',
    ],
    [
      'work of their own',
      'async function f() {\n  const page = ¶render(orders);\n}',
      'render',
      "  const page = await workers.run(orders, { name: 'render' });",
    ],
    [
      'the output of a child process',
      "import { execSync } from 'node:child_process';\nasync function f() {\n  const log = ¶execSync('git log').toString();\n}",
      'execSync',
      "  const log = (await promisify(exec)('git log')).stdout.toString();",
    ],
    [
      'a child process whose output is dropped',
      "import { execFileSync } from 'node:child_process';\nasync function f() {\n  ¶execFileSync('git', ['gc'], { cwd });\n}",
      'execFileSync',
      "await promisify(execFile)('git', ['gc'], { cwd });",
    ],
    [
      'a package whose other form nobody knows',
      "import marked from 'render-it';\nasync function f() {\n  const page = marked.¶renderSync(text);\n}",
      'renderSync',
      '  const page = await marked.render(text);',
    ],
  ])('%s', (_, source, call, line) => {
    expect(fixOf(source, call)?.split('\n')[0]?.trim()).toBe(line.trim());
  });

  it('is advice where nothing can be awaited, or where nobody knows the call', () => {
    expect(fixOf('function f() {\n  const page = ¶render(orders);\n}', 'render')).toBeNull();
    expect(fixOf('async function f() {\n  const page = ¶render(a, b);\n}', 'render')).toBeNull();
    expect(fixOf(null, 'render')).toBeNull();
  });

  it.each([
    [
      'a child process that writes to the terminal',
      'child_process',
      'execSync',
      "'npm run build', { stdio: 'inherit' }",
    ],
    ['a child process that is given options nobody sees', 'child_process', 'execSync', "'npm run build', options"],
    ['a child process that takes no callback', 'child_process', 'spawnSync', "'git', ['gc']"],
    ['standard input', 'fs', 'readFileSync', '0'],
    ['what promises of files have not', 'fs', 'existsSync', 'path'],
  ])('is advice for %s', (_, module, name, given) => {
    const source = `import { ${name} } from 'node:${module}';\nasync function f() {\n  const got = ¶${name}(${given});\n}`;
    expect(fixOf(source, name)).toBeNull();
  });

  it('makes no edits where it cannot be sure', () => {
    const fix = wholeFixOf(
      "import marked from 'render-it';\nasync function f() {\n  const page = marked.¶renderSync(text);\n}",
      'renderSync',
    );
    expect(fix.edits).toEqual([]);
    expect(fix.snippet).toContain('// if marked.render is the form that returns a promise');
  });
});

/** The snippet for a call that stands at `¶`. */
function fixOf(marked: string | null, call: string): string | null {
  return wholeFixOf(marked, call).snippet;
}

function wholeFixOf(marked: string | null, call: string): Fix {
  const module = moduleTable({
    id: 'm',
    file: '/app/m.ts',
    functions: [['f', -1, 1, 9]],
    sites: [['kept', call, 2, 0]],
  });
  const { evidence } = run((say) => twoRequests(say, { at: 'm:0' }), [module]);
  const [fault] = blockedLoop.judge(evidence);
  if (!fault) throw new Error('no fault');
  return blockedLoop.fix(fault, marked === null ? NO_TEXT : textAt(marked));
}
