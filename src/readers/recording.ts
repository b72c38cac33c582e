import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CodeMap } from '../model/code-map.js';
import { ModelBuilder } from '../model/build.js';
import type { Lane, TraceModel } from '../model/types.js';
import { type Dropped, readDropped } from './dropped.js';
import { laneFiles } from './lane-files.js';
import type { Note } from './note.js';
import { notesOnChildren } from './notes-on-children.js';
import { type LeftAlone, notesOnCode } from './notes-on-code.js';
import { farewell, readRunLog, type RunLog } from './run-log.js';
import type { DependencyTable, ModuleTable, ServedTable } from '../protocol/site-table.js';
import type {
  ApiEvent,
  RegisteredEvent,
  StarterId,
  StartEvent,
  RunEvent,
  TraceEvent,
} from '../protocol/trace-event.js';

export interface Recording {
  readonly model: TraceModel;
  readonly code: CodeMap;
  readonly apis: readonly ApiEvent[];
  readonly registered: readonly RegisteredEvent[];
  readonly notes: readonly Note[];
  /** Classes of the exporters that were silenced, one each. */
  readonly muted: readonly string[];
  /** In some process no code could be rewritten: what its spans had to do with others, nobody saw. */
  readonly bare: boolean;
  /** Errors of the recorder's own, after which it had switched itself off. */
  readonly failures: readonly string[];
  /** Lines that could not be read. The last line of a killed process is one. */
  readonly badLines: number;
  /** What was taken out of it to make room. */
  readonly dropped: Dropped;
}

/**
 * Reads a run folder. Every file stands for itself: a damaged one costs what is damaged in it. `isWanted`: of which threads,
 * by the beginning of their files' names.
 */
export function readRecording(folder: string, isWanted: (lane: string) => boolean = () => true): Recording {
  const builder = new ModelBuilder();
  const apis: ApiEvent[] = [];
  const registered: RegisteredEvent[] = [];
  const runLog = readRunLog(folder);
  const notes: Note[] = [...runLog.notes];
  const muted: string[] = [];
  const failures: string[] = [];
  const started = new Set<StarterId>();
  const reached = new Set<StarterId>();
  let badLines = 0;
  let bare = false;

  const files = readdirSync(folder).sort();
  for (const { files: segments, missing } of laneFiles(files).filter(({ lane }) => isWanted(lane))) {
    let lane: Lane | null = null;
    let run: RunEvent | null = null;
    badLines += missing;
    const use = (line: string): void => {
      const event = parsed(line);
      if (!event) {
        badLines++;
        if (lane) builder.lost(lane);
        return;
      }
      if (event.t === 'run') {
        run = event;
        if (event.by !== undefined) reached.add(event.by);
        lane = builder.addLane(event);
        bare ||= event.bare === 1;
      } else if (event.t === 'api') apis.push(event);
      else if (event.t === 'registered') {
        registered.push(event);
        if (lane) builder.add(lane, event);
      } else if (event.t === 'note') notes.push(event.text);
      else if (event.t === 'muted') muted.push(event.by);
      else if (event.t === 'child' && run) started.add(`${run.pid}-${run.thread}-${event.n}`);
      else if (lane && run) builder.add(lane, event.t === 'bye' ? farewell(event, run, runLog) : event);
      else badLines++;
      if (event.t === 'off') failures.push(event.error);
    };
    for (const file of segments) if (!readable(join(folder, file), use)) badLines++;
    if (lane && missing > 0) builder.lost(lane);
    markIfRunning(lane, runLog);
  }
  const { code, modules, leftAlone, bundled, badTables } = readCode(folder, files);
  badLines += badTables;
  notes.push(...bundled);
  const model = builder.build();
  notes.push(...notesOnChildren(started, reached));
  notes.push(...notesOnCode(model.spans, modules, leftAlone));
  return {
    model,
    code,
    apis,
    registered,
    notes,
    muted,
    bare,
    failures,
    badLines,
    dropped: readDropped(folder),
  };
}

function markIfRunning(lane: Lane | null, { left }: RunLog): void {
  if (lane?.farewell === null && left.includes(lane.process))
    lane.farewell = { by: 'running', code: 0, stack: [], active: null };
}

/** `false`: it is no file, or nobody may read it. */
function readable(file: string, use: (line: string) => void): boolean {
  try {
    eachLine(file, use);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    return false;
  }
}

/** `null` for a line that is damaged. */
export function parsed(line: string): TraceEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const { t } = value as { readonly t?: unknown };
    return typeof t === 'string' && (t !== 's' || isStart(value)) ? (value as TraceEvent) : null;
  } catch {
    return null;
  }
}

/** All others stand for themselves; of spans, much is asked that each has. */
function isStart(value: object): boolean {
  const { q, k, ms, id, n } = value as Readonly<Record<keyof StartEvent, unknown>>;
  const isCounted = typeof q === 'number' && typeof k === 'number' && typeof ms === 'number';
  return isCounted && typeof id === 'string' && typeof n === 'string';
}

interface SiteTables {
  readonly code: CodeMap;
  readonly modules: readonly ModuleTable[];
  readonly leftAlone: readonly LeftAlone[];
  /** Notes on modules that have the API in them. */
  readonly bundled: readonly Note[];
  /** Lines that could not be read: then places of a module are missing. */
  readonly badTables: number;
}

type TableLine = ModuleTable | DependencyTable | ServedTable | LeftAlone | BundledApi;

/** What the rewriter told of the code that ran. */
export function readCode(folder: string, files: readonly string[]): SiteTables {
  const modules: ModuleTable[] = [];
  const dependencies: DependencyTable[] = [];
  const served: ServedTable[] = [];
  const leftAlone: LeftAlone[] = [];
  const bundled: Note[] = [];
  let badTables = 0;
  for (const file of files.filter((name) => name.startsWith('sites-'))) {
    const thread = /^sites-(\d+-\d+)/.exec(file)?.[1];
    readable(join(folder, file), (line) => {
      const table = parsed(line) as unknown as TableLine | null;
      if (table === null) badTables++;
      if (table?.t === 'module') modules.push(thread === undefined ? table : { ...table, thread });
      else if (table?.t === 'dependency') dependencies.push(table);
      else if (table?.t === 'served') served.push(table);
      else if (table?.t === 'bundled-api')
        bundled.push({
          text: `@opentelemetry/api is bundled into ${table.file} in a way that does not tell its version: without an SDK of its own, its spans cannot be seen`,
          file: table.file,
        });
      else if (table?.t === 'not-rewritten') leftAlone.push(table);
    });
  }
  return { code: new CodeMap(modules, dependencies, served), modules, leftAlone, bundled, badTables };
}

interface BundledApi {
  readonly t: 'bundled-api';
  readonly file: string;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/** Calls back for each line of a file, without ever holding more than a chunk and a line of it. */
export function eachLine(file: string, use: (line: string) => void): void {
  const fd = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const size = readSync(fd, chunk, 0, CHUNK_BYTES, null);
      if (size === 0) break;
      const data = rest.length === 0 ? chunk.subarray(0, size) : Buffer.concat([rest, chunk.subarray(0, size)]);
      const end = data.lastIndexOf(NEWLINE);
      if (end === -1) {
        rest = Buffer.from(data);
        continue;
      }
      for (const line of data.toString('utf8', 0, end).split('\n')) if (line !== '') use(line);
      rest = Buffer.from(data.subarray(end + 1));
    }
    if (rest.length > 0) use(rest.toString('utf8'));
  } finally {
    closeSync(fd);
  }
}
