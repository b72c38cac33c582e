import type { Boundary, Evidence } from '../../src/evidence/evidence.js';
import { weigh } from '../../src/evidence/verdict.js';
import { ModelBuilder } from '../../src/model/build.js';
import { CodeMap } from '../../src/model/code-map.js';
import type { Lane, Span, TraceModel } from '../../src/model/types.js';
import type { ModuleTable, SiteKind } from '../../src/protocol/site-table.js';
import type {
  ByeEvent,
  CallbackEvent,
  ContextSource,
  RawFrame,
  SiteId,
  StarterId,
  StartEvent,
  TraceEvent,
} from '../../src/protocol/trace-event.js';
import type { Fault, Rule, SetupFault } from '../../src/rules/define-rule.js';

/** As in the API. */
export const KIND = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 } as const;

/** What differs from an internal root span of the user's that was started in no known place. Spans are named by name. */
export interface StartNotes {
  readonly parent?: string;
  /** A parent that was not recorded. */
  readonly parentId?: string;
  readonly remote?: boolean;
  readonly trace?: string;
  readonly id?: string;
  readonly kind?: number;
  readonly scope?: string;
  readonly source?: ContextSource;
  readonly links?: readonly string[];
  readonly unsampled?: boolean;
  readonly at?: SiteId;
  readonly stack?: readonly RawFrame[];
  readonly callback?: CallbackSketch;
  /** It was started in a context that had been taken at a site, and was passed on while another span was active. */
  readonly early?: { readonly site: SiteId; readonly active: string };
  readonly idle?: string;
  /** The message in whose handling it started: port, number, 1 if in the turn in which it came. */
  readonly message?: StartEvent['mg'];
  /** What had come in in whose handling it started. */
  readonly text?: StartEvent['tx'];
  /** The wakening after which it was started, and where its flow had waited. */
  readonly wake?: StartEvent['wk'];
  /** What its loop took last: where it was handed over, and the span that did so. */
  readonly took?: StartEvent['tk'];
  /** Dropped calls it was started in, inner ones first. */
  readonly calls?: readonly number[];
  /** Calls it was started in whose promise was kept, inner ones first. */
  readonly keptCalls?: readonly number[];
  /** The request that it was started for. */
  readonly request?: number;
  /** In a callback whose maker, the parent, had ended: site, instance, which of its runs since. */
  readonly stale?: StartEvent['lk'];
  /** What else stands in its event. */
  readonly also?: Partial<StartEvent>;
}

/** The span started in a callback that was made in `work`, and ran under `ran` (none: no span). */
export interface CallbackSketch {
  readonly work: string;
  readonly ran?: string;
  /** It ran in the root context, because somebody had asked for that. */
  readonly rootAsked?: boolean;
  /** The span that had started last when the callback was made: the maker itself, if nothing is said. */
  readonly madeAfter?: string;
  /** What was handed on came out of a wait. */
  readonly outOfWait?: boolean;
  readonly site?: SiteId;
  readonly instance?: number;
}

/** What can happen in a run, in the order in which it is told. */
export interface Script {
  start(name: string, notes?: StartNotes): void;
  end(...names: string[]): void;
  /** Ends a span by the `end()` at a site. */
  endAt(site: SiteId, name: string): void;
  /** What follows happens in the next turn of the event loop. */
  turn(): void;
  /** What follows happens in this thread. */
  thread(number: number): void;
  /** What follows happens in the first thread of another process. */
  process(pid: number, startedBy?: StarterId): void;
  /** The call with this number, whose result the site drops, has set off a span. */
  called(call: number, site: SiteId): void;
  /** And it returned a promise. */
  dropped(call: number, site: SiteId): void;
  /** Its promise, which others were waited for with, was settled. */
  settled(call: number, site: SiteId): void;
  /** What became known of a callback instance. */
  fact(fact: CallbackEvent['fact'], instance?: number): void;
  bye(by: ByeEvent['by'], exit?: { readonly stack?: readonly RawFrame[]; readonly active?: string }): void;
  event(event: TraceEvent): void;
  /** A line of the recording cannot be read. */
  lost(): void;
}

export interface SampleRun {
  readonly model: TraceModel;
  readonly code: CodeMap;
  readonly evidence: Evidence;
  span(name: string): Span;
}

interface Told {
  readonly id: string;
  readonly trace: string;
  readonly lane: Lane;
  readonly number: number;
}

/** A run with ids that are the spans' names, turns that are counted, and a clock that ticks once an event. */
export function run(script: (say: Script) => void, modules: readonly ModuleTable[] = [APP]): SampleRun {
  const builder = new ModelBuilder();
  const lanes = new Map<string, Lane>();
  const told = new Map<string, Told>();
  const numbers = new Map<Lane, number>();
  let turn = 1;
  let clock = 0;
  let lane = laneOf(0);

  script({
    start(name, notes = {}) {
      const parent = notes.parent === undefined ? undefined : known(notes.parent);
      const trace = notes.trace ?? parent?.trace ?? `trace of ${name}`;
      const number = (numbers.get(lane) ?? 0) + 1;
      numbers.set(lane, number);
      const one: Told = { id: notes.id ?? name, trace, lane, number };
      told.set(name, one);
      builder.add(lane, startEvent(name, one, parent, notes));
    },
    end(...names) {
      for (const name of names) endSpan(known(name));
    },
    endAt: (at, name) => endSpan(known(name), { at }),
    turn: () => turn++,
    thread(number) {
      lane = laneOf(number);
    },
    process(pid, startedBy) {
      lane = laneOf(0, pid, startedBy);
    },
    called: (call, at) => builder.add(lane, { t: 'f', f: call, at }),
    settled: (call, at) => builder.add(lane, { t: 'f', f: call, at, settled: 1 }),
    dropped: (call, at) => builder.add(lane, { t: 'f', f: call, at, promise: 1 }),
    fact: (fact, i = 1) => builder.add(lane, { t: 'cb', fact, i }),
    bye(by, { stack, active } = {}) {
      const a = active === undefined ? {} : { a: known(active).number };
      builder.add(lane, { t: 'bye', code: 0, by, k: turn, ...(stack ? { st: stack } : {}), ...a });
    },
    event: (event) => builder.add(lane, event),
    lost: () => builder.lost(lane),
  });

  const model = builder.build();
  const code = new CodeMap(modules);
  return { model, code, evidence: weigh(model, code), span: (name) => spanOf(model, name) };

  function endSpan(one: Told, more: { readonly at?: SiteId } = {}): void {
    builder.add(one.lane, { t: 'e', q: one.number, k: turn, ms: ++clock, ...more });
  }

  function startEvent(
    name: string,
    { id, trace, number }: Told,
    parent: Told | undefined,
    notes: StartNotes,
  ): StartEvent {
    const { callback, early, idle } = notes;
    return {
      t: 's',
      q: number,
      k: turn,
      ms: ++clock,
      id,
      n: name,
      ...parentNote(trace, parent, notes),
      ...(notes.remote ? { pr: 1 } : {}),
      ...(notes.kind ? { kd: notes.kind } : {}),
      ...(notes.scope === undefined ? {} : { sc: notes.scope }),
      ...(notes.source ? { c: notes.source } : {}),
      ...(notes.links ? { l: notes.links.map((link) => [known(link).trace, known(link).id] as const) } : {}),
      ...(notes.unsampled ? { u: 1 } : {}),
      ...(notes.at === undefined ? {} : { at: notes.at }),
      ...(notes.stack ? { st: notes.stack } : {}),
      ...(callback ? { cb: callbackNote(callback) } : {}),
      ...(notes.keptCalls ? { mk: notes.keptCalls } : {}),
      ...(early ? { ec: [early.site, known(early.active).number] as const } : {}),
      ...(idle === undefined ? {} : { ia: known(idle).number }),
      ...(notes.message ? { mg: notes.message } : {}),
      ...(notes.text ? { tx: notes.text } : {}),
      ...(notes.wake ? { wk: notes.wake } : {}),
      ...(notes.took ? { tk: notes.took } : {}),
      ...(notes.calls ? { cl: notes.calls } : {}),
      ...(notes.stale ? { lk: notes.stale } : {}),
      ...(notes.request === undefined ? {} : { rq: notes.request }),
      ...notes.also,
    };
  }

  /** As the recorder does it: by number in its own file, by id elsewhere. */
  function parentNote(trace: string, parent: Told | undefined, { parentId, remote }: StartNotes): Partial<StartEvent> {
    if (parent?.lane === lane && parent.trace === trace && !remote) return { p: parent.number };
    const p = parentId ?? parent?.id;
    return p === undefined ? { tr: trace } : { tr: trace, p };
  }

  function callbackNote(note: CallbackSketch): NonNullable<StartEvent['cb']> {
    const { site = SITE.acquire, instance = 1, work, ran, rootAsked, madeAfter = work, outOfWait } = note;
    const nowhere = rootAsked ? -2 : -1;
    const ranIn = ran === undefined ? nowhere : known(ran).number;
    const made = [site, instance, known(work).number, ranIn, known(madeAfter).number] as const;
    return outOfWait ? [...made, 1] : made;
  }

  function known(name: string): Told {
    const one = told.get(name);
    if (!one) throw new Error(`no span "${name}" was started so far`);
    return one;
  }

  function laneOf(thread: number, pid = 100, by?: StarterId): Lane {
    const key = `${pid}.${thread}`;
    const event = {
      t: 'run',
      v: 1,
      pid,
      thread,
      node: '20.20.0',
      origin: 0,
      ...(by === undefined ? {} : { by }),
    } as const;
    const lane = lanes.get(key) ?? builder.addLane(event);
    lanes.set(key, lane);
    return lane;
  }
}

function spanOf(model: TraceModel, name: string): Span {
  const span = model.spans.find((one) => one.name === name);
  if (!span) throw new Error(`no span "${name}" in the run`);
  return span;
}

interface ModuleSketch {
  readonly id: string;
  readonly file: string;
  /** Name, index of the function around (-1: none), first and last line. */
  readonly functions: readonly (readonly [name: string | null, outer: number, from: number, to: number])[];
  /** `fn` and the use of the result as in `Site`. All stand in column 3. */
  readonly sites: readonly (readonly [
    kind: SiteKind,
    callee: string,
    line: number,
    fn: number,
    use?: 'dropped' | 'returned' | 'atLoad',
  ])[];
}

/** A module whose text the rewriter left in its place: positions before and after are the same. */
export function moduleTable({ id, file, functions, sites }: ModuleSketch): ModuleTable {
  return {
    t: 'module',
    id,
    file,
    functions: functions.map(([name, outer, startLine, endLine]) => {
      return { name, outer, startLine, startColumn: 1, endLine, endColumn: 80 };
    }),
    sites: sites.map(([kind, callee, line, fn, use]) => {
      return { kind, callee, line, column: 3, fn, ...(use ? { [use]: true } : {}) };
    }),
    map: '{"version":3,"sources":[],"names":[],"mappings":""}',
  };
}

/**
 * The program that most sample runs are runs of:
 *
 *      1  function handle() {
 *      2    const request = tracer.startSpan('request');
 *      3    const free = pool.acquire(() => {
 *      4      tracer.startSpan('query').end();
 *      5    });
 *      6    audit();
 *      7    tracer.startSpan('beside').end();
 *      8    retry().then(() => other.end());
 *      9    request.end(); }
 *     10  function load() {
 *     11    tracer.startSpan('load');
 *     12    waiting.shift()?.end(); }
 *     13  server.on('request', () => {
 *     14    const serve = tracer.startSpan('serve');
 *     15    const sent = timers.later(() => {
 *     16      tracer.startSpan('mail');
 *     17    });
 *     18  });
 *     19  tracer.startSpan('boot');
 *     20  await Promise.all([load(), query()]);
 *         …
 *     30  function begin() {
 *     31    return tracer.startSpan('begun');
 *     32  }
 */
export const APP = moduleTable({
  id: 'app',
  file: '/app/app.ts',
  functions: [
    ['handle', -1, 1, 9],
    [null, 0, 3, 5],
    ['load', -1, 10, 12],
    [null, -1, 13, 18],
    [null, 3, 15, 17],
    ['begin', -1, 30, 32],
    [null, 0, 8, 8],
  ],
  sites: [
    ['start', 'startSpan', 2, 0],
    ['callback', 'acquire', 3, 1],
    ['start', 'startSpan', 4, 1],
    ['call', 'audit', 6, 0],
    ['start', 'startSpan', 7, 0],
    ['call', 'retry', 8, 0],
    ['start', 'startSpan', 11, 2],
    ['callback', 'on', 13, 3, 'dropped'],
    ['start', 'startSpan', 14, 3],
    ['callback', 'later', 15, 4],
    ['start', 'startSpan', 16, 4],
    ['start', 'startSpan', 19, -1],
    ['end', 'end', 4, 1],
    ['end', 'end', 7, 0],
    ['end', 'end', 8, 6],
    ['end', 'end', 9, 0],
    ['start', 'startSpan', 31, 5, 'returned'],
    ['end', 'end', 12, 2],
    ['kept', 'load', 20, -1],
  ],
});

/** Its sites, by what stands there. */
export const SITE = {
  request: 'app:0',
  acquire: 'app:1',
  query: 'app:2',
  audit: 'app:3',
  beside: 'app:4',
  retry: 'app:5',
  load: 'app:6',
  on: 'app:7',
  serve: 'app:8',
  later: 'app:9',
  mail: 'app:10',
  boot: 'app:11',
  endQuery: 'app:12',
  endBeside: 'app:13',
  endLater: 'app:14',
  endRequest: 'app:15',
  begun: 'app:16',
  endWaiting: 'app:17',
  together: 'app:18',
} as const;

/** A stack frame in a line of it, at none of its sites. */
export function frame(line: number, file: string = APP.file): RawFrame {
  return [file, line, 5];
}

/** The frame of the call that is the site in this line. */
export function siteFrame(line: number): RawFrame {
  return [APP.file, line, 3];
}

/** What a rule says of a run, a line for each fault: `query: error, certain, callback of request, line 3`. */
export function verdicts(rule: Rule, { evidence }: SampleRun): string[] {
  return rule
    .judge(evidence)
    .map((fault) => (fault.span === null ? setupText(fault, evidence.code) : faultText(fault, evidence.code)));
}

/** `set-up: error, certain, late-sdk, line 3, 2 times: load, query of request`. */
function setupText(
  { severity, confidence, mechanism, boundary, occurrences, spans }: SetupFault,
  code: CodeMap,
): string {
  const names = spans.map(
    ({ span, expectedParent }) => span.name + (expectedParent ? ` of ${expectedParent.name}` : ''),
  );
  const what = `${severity}, ${confidence}, ${mechanism}, ${lineText(boundary, code)}`;
  return `set-up: ${what}, ${occurrences} times: ${names.join(', ')}`;
}

function faultText({ span, severity, confidence, mechanism, expectedParent, boundary }: Fault, code: CodeMap): string {
  const whose = expectedParent ? `${mechanism} of ${expectedParent.name}` : mechanism;
  return `${span.name}: ${severity}, ${confidence}, ${whose}, ${lineText(boundary, code)}`;
}

export function lineText(boundary: Boundary | null, code: CodeMap): string {
  if (!boundary) return 'nowhere';
  const place = 'site' in boundary ? code.placeOfSite(boundary.site) : code.placeOfFrame(boundary.frame);
  return place ? `line ${place.line}` : 'nowhere';
}

/** A run, and what is expected of it. */
export type RunCase = readonly [title: string, script: (say: Script) => void, expected: readonly string[]];
/** A run in which nothing is wrong. */
export type InnocentCase = readonly [title: string, script: (say: Script) => void];
