import type { RegisteredEvent } from '../protocol/trace-event.js';
import type { Recording } from '../readers/recording.js';
import type { PackageOf } from '../report/assemble.js';
import { shownPath } from '../report/shown-path.js';
import { noteText } from './note-text.js';

/** What was seen of the app's own set-up, a line each. What several threads or processes say is said once. */
export function setupLines(recording: Recording, workingDirectory: string, packageOf: PackageOf): string[] {
  const { apis, registered, muted, notes } = recording;
  const near = (file: string): string => shownPath(file, workingDirectory);
  const copies = apis.map((api) => `@opentelemetry/api ${api.version} from ${near(api.file)}`);
  const acts = registered.filter(({ by }) => by === 'app').map((event) => actOf(event, recording, near, packageOf));
  return [
    ...new Set([
      ...copies,
      ...ourLine(registered),
      ...actLines(acts),
      ...(lacksManager(registered) ? [NO_MANAGER] : []),
      ...(muted.length > 0 ? [mutedText(muted)] : []),
      ...notes.map((note) => noteText(note, workingDirectory)),
    ]),
  ];
}

function mutedText(muted: readonly string[]): string {
  const names = [...new Set(muted.map(className))].sort().join(', ');
  return `--no-export: ${muted.length} ${muted.length === 1 ? 'exporter' : 'exporters'} of the app's sent nothing (${names})`;
}

/** The app registered something, or tried to. */
interface Act {
  readonly part: string;
  readonly where: string;
  readonly when: string;
  /** Why the API did not take it. */
  readonly refusal: string | null;
}

function actOf(
  { what, name, file, after, refused, version, st, run }: RegisteredEvent,
  { code, apis }: Recording,
  near: (file: string) => string,
  packageOf: PackageOf,
): Act {
  const origin = file === undefined ? null : packageOf(file);
  const source = origin ? ` of ${origin.name} ${origin.version}` : '';
  const frame = st?.[0] ?? run;
  const at = frame ? code.placeOfFrame(frame) : null;
  const others = new Set(apis.map((api) => api.version).filter((other) => other !== version));
  return {
    part: `${PARTS[what] ?? what}${name === undefined ? '' : ` (${className(name)}${source})`}`,
    where: at ? ` at ${near(at.file)}:${at.line}:${at.column}` : '',
    when: after > 0 ? `, after ${after} ${after === 1 ? 'span' : 'spans'}` : '',
    refusal: refused ? REFUSALS[refused](version ?? '?', [...others].join(' or ')) : null,
  };
}

/** Bundlers number classes of the same name. */
function className(name: string): string {
  return name.replace(/\$\d+$/, '');
}

/** One place mostly registers several things. Threads do the same, each after spans of its own. */
function actLines(acts: readonly Act[]): string[] {
  const lines = new Map<string, { readonly first: Act; readonly parts: Set<string> }>();
  for (const act of acts) {
    const key = `${act.where}\n${act.refusal}`;
    const line = lines.get(key) ?? { first: act, parts: new Set() };
    lines.set(key, line);
    line.parts.add(act.part);
  }
  return [...lines.values()].map(({ first: { where, when, refusal }, parts }) => {
    const did = refusal === null ? `the app registered${where}${when}` : `the API refused${where}, as ${refusal}`;
    return `${did}: ${[...parts].join(', ')}`;
  });
}

const REFUSALS: Readonly<Record<'taken' | 'version', (own: string, others: string) => string>> = {
  taken: () => 'there was one already',
  version: (own, others) => `version ${own} of the API came after version ${others}`,
};

/** Ours was loaded, and need not have been used. */
function ourLine(registered: readonly RegisteredEvent[]): string[] {
  const providers = registered.filter(({ what }) => what === 'trace');
  if (!providers.some(({ by }) => by === 'doctor')) return [];
  if (providers.every(({ by }) => by === 'doctor')) return [OURS];
  return providers.some((event) => isOwnProvider(event) && event.after > 0) ? [OURS_AT_FIRST] : [];
}

export function isOwnProvider({ what, by, refused }: RegisteredEvent): boolean {
  return what === 'trace' && by === 'app' && refused === undefined;
}

function lacksManager(registered: readonly RegisteredEvent[]): boolean {
  const manager = registered.some(({ what, by, refused }) => what === 'context' && by === 'app' && !refused);
  return registered.some(isOwnProvider) && !manager;
}

const PARTS: Readonly<Record<string, string>> = {
  trace: 'a tracer provider',
  context: 'a context manager',
  propagation: 'a propagator',
  metrics: 'a meter provider',
  logs: 'a logger provider',
  diag: 'a diagnostics logger',
};
const OURS_AT_FIRST =
  'spans were asked for before the app had registered a tracer provider; the doctor recorded them with its own';
const OURS = 'the app brought no tracer provider of its own, so the doctor supplied one (in memory, nothing exported)';
const NO_MANAGER = 'the app registered no context manager, so no span is ever active';
