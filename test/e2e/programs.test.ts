import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { plainAndDoctor } from './command.js';

const TIMEOUT_MS = 60_000;
const FOLDER = 'fixtures/programs';

/** A program, what it tries, and how it ends, if not with 0. */
const PROGRAMS: readonly (readonly [file: string, tries: string, end?: number | NodeJS.Signals])[] = [
  ['to-string.mjs', 'the text of functions'],
  ['function-shapes.mts', 'names, lengths, prototypes and kinds of functions'],
  ['thenables.mts', 'objects that act when somebody looks for `then`'],
  ['no-semicolons.mjs', 'statements that end with their lines'],
  ['labels.mjs', 'jumps out of what is put around loops'],
  ['generators.mjs', 'generators that others drive'],
  ['classes.mjs', 'super, private names and new.target'],
  ['sloppy.cjs', 'what only sloppy mode allows'],
  ['declared-twice.cjs', 'bodies that cannot be put into a block'],
  ['handed-objects.mjs', 'objects and arrays that carry functions'],
  ['handed-names.mts', 'functions that are handed over by name'],
  ['proxies.mjs', 'calls that look like those of a span'],
  ['promise-lists.mjs', 'lists of promises that may be looked at once'],
  ['listeners.mts', 'listeners that are found by their identity'],
  ['tick-order.mjs', 'the order of microtasks'],
  ['timer-phases.mts', 'timers and immediates'],
  ['own-storage.mjs', 'an AsyncLocalStorage of its own'],
  ['recursion.mjs', 'deep stacks'],
  ['frozen.cjs', 'prototypes that are frozen'],
  ['patched-globals.mjs', 'globals that it replaces'],
  ['imports.mjs', 'every way to load a module'],
  ['hashbang.mjs', 'a first line for the shell'],
  ['workers.mjs', 'threads'],
  ['processes.cjs', 'child processes'],
  ['cluster.mjs', 'a cluster'],
  ['before-exit.mts', 'spans when all work is done'],
  ['exit-codes.mjs', 'codes that listeners change', 9],
  ['exit-code-set.mts', 'a code that is set', 3],
  ['signals.mjs', 'a signal that it handles'],
  ['killed.mjs', 'a signal that it does not handle', 'SIGTERM'],
  ['stacks.ts', 'stacks of errors'],
  ['uncaught.ts', 'an error that nobody catches', 1],
  ['uncaught.mjs', 'the same in an ES module', 1],
  ['uncaught.cjs', 'the same in CommonJS', 1],
  ['byte-order-mark.cjs', 'the same behind a byte order mark', 1],
  ['unhandled.mjs', 'a rejection that nobody catches', 1],
  ['rejections.mjs', 'rejections that are handled late'],
  ['async-hooks.mjs', 'hooks that count resources'],
  ['async-storage.mts', 'all that AsyncLocalStorage can do'],
  ['process-emit.cjs', 'methods of `process` that the app replaces', 5],
  ['exit-in-exit.mjs', 'leaving while it leaves', 1],
  ['exit-replaced.mts', 'a `process.exit` that throws', 6],
  ['monitors.mjs', 'who is told of errors that nobody catches', 7],
  ['domains.cjs', 'domains'],
  ['prepare-stack.cjs', 'stacks that the app makes itself'],
  ['garbage.mjs', 'what has to go when the app lets go of it'],
  ['finalizers.mjs', 'finalizers that have to run'],
  ['async-iterators.mts', 'iterators that are cancelled'],
  ['decorated.ts', 'what only TypeScript has'],
  ['getters.mjs', 'getters that count who looks'],
  ['vm-contexts.cjs', 'other realms'],
  ['eval-and-with.cjs', 'names that text looks up'],
  ['clones.mjs', 'clones of what was handed around'],
  ['atomics.mjs', 'threads that stop each other'],
  ['ports.mjs', 'ports that hold the loop or not'],
  ['http-lives.mjs', 'what servers and agents keep open'],
  ['sockets.mjs', 'half-open sockets and datagrams'],
  ['streams.mts', 'streams of all kinds'],
  ['stdin-lines.mjs', 'standard input'],
  ['observers.mjs', 'those who look at the process from inside'],
  ['resources.mjs', 'what holds the process, as it is told'],
  ['module-tables.cjs', 'the tables of the module loader'],
  ['own-hooks.mjs', 'loader hooks of its own'],
  ['crypto-jobs.mjs', 'jobs of the thread pool'],
  ['emitters.mts', 'emitters that are not as others'],
  ['promise-subclasses.mjs', 'promises that are not plain ones'],
  ['worker-lives.mjs', 'threads with streams and ends of their own'],
  ['child-lives.cjs', 'children of all kinds'],
  ['environment.mjs', 'what it knows of its own start'],
  ['order.mts', 'a long list of who comes after whom'],
  ['timers.mts', 'timers of all kinds'],
  ['never-settles.mjs', 'a wait that never ends', 13],
  ['unhandled-kinds.cjs', 'every mode of unhandled rejections'],
  ['uncaught-kinds.cjs', 'deaths by odd values'],
  ['printed.ts', 'what consoles make of what passed through spans'],
  ['big-output.mjs', 'a lot of output, and gone', 8],
  ['signals-many.mjs', 'signals, several of them', 'SIGINT'],
  ['abort-signals.mts', 'signals to abort'],
  ['syntax.mjs', 'syntax that is easily torn apart'],
  ['odd-names.cjs', 'names that are words elsewhere'],
  ['wasm.mjs', 'calls through WebAssembly'],
  ['shimmed.cjs', 'wrapping what others wrap'],
  ['late-frozen.mjs', 'prototypes that are frozen later'],
  ['chdir.mjs', 'another working directory'],
  ['handles.cjs', 'handing servers to children'],
  ['cluster-many.mjs', 'a cluster of its own making'],
  ['worker-files.mjs', 'threads of files, and a pool of them'],
  ['unref-all.mjs', 'what may not hold the process'],
  ['http2-streams.mjs', 'sessions of HTTP/2'],
  ['error-messages.mjs', 'what V8 says of mistakes'],
  ['vm-scripts.mjs', 'scripts of node:vm'],
];

/** Ours begins with a line of its own behind all that the program said. */
const REPORT = /\n(?:\d+ spans? recorded|no findings in|\d+ (?:error|warning|info)s? )[\s\S]*$/;

/** Frames of Node and tsx. Below CommonJS modules stands one of ours, as README says, and the limit then hides another. */
const FOREIGN_FRAME = /^ +at .*(?:node:internal\/|\/tsx\/dist\/).*\n/gm;

/** What README says of stacks in plain JavaScript files: paths in place of URLs, as of every file with a source map. */
function asWithSourceMap(text: string): string {
  return text
    .replaceAll('file:///', '/')
    .replace(/^( +at )(\/\S+)$/gm, '$1<anonymous> ($2)')
    .replace(/\n\n+/g, '\n');
}

function said(stderr: string, file: string): string {
  const text = stderr.replace(/\(node:\d+\)/g, '(node:PID)').replace(FOREIGN_FRAME, '');
  return /^\.m?ts$/.test(extname(file)) ? text : asWithSourceMap(text);
}

const REPORTS = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-test-'));

async function compare(file: string, end: number | NodeJS.Signals): Promise<void> {
  const json = join(REPORTS, `${file}.json`);
  const options = ['--quiet', '--fail-on', 'never', '--output', `json=${json}`];
  const [without, within] = await plainAndDoctor([join(FOLDER, file)], options);
  expect(within.stdout).toBe(without.stdout);
  expect(said(within.stderr.replace(REPORT, ''), file)).toBe(said(without.stderr, file));

  expect(without.signal ?? without.code).toBe(end);
  expect(within.code).toBe(end === 0 ? 0 : 3);
  const { outcome } = JSON.parse(readFileSync(json, 'utf8')) as Report;
  expect(outcome.signal ?? outcome.exitCode).toBe(end);

  // Nothing differs under a recorder that is off, either.
  expect(within.stderr).toMatch(REPORT);
  expect(within.stderr).not.toMatch(/switched itself off|was not rewritten|could not be/);
}

describe('does the same under the doctor:', () => {
  const programs = PROGRAMS.map(([file, tries, end = 0]) => [file, tries, end] as const);
  it.concurrent.each(programs)('%s: %s', { timeout: TIMEOUT_MS }, (file, _, end) => compare(file, end));

  it('watched-lists.mjs: lists of promises that see who looks at them', { timeout: TIMEOUT_MS }, () =>
    compare('watched-lists.mjs', 0),
  );
});

it('every program is run', () => {
  const files = readdirSync(FOLDER, { withFileTypes: true }).filter((one) => one.isFile() && one.name !== 'README.md');
  expect(files.map(({ name }) => name).sort()).toEqual([...PROGRAMS.map(([file]) => file), 'watched-lists.mjs'].sort());
});
