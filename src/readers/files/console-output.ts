import { type FinishedSpan, NO_ORIGIN } from '../../protocol/finished-span.js';
import { hexId, SPAN_DIGITS, TRACE_DIGITS } from './hex-id.js';
import { originOf } from './origin-of.js';
import type { ReadNotes } from './read-notes.js';
import { spanName } from './span-name.js';
import { epochMs, lengthMs, MICROS_PER_MS } from './span-times.js';
import { textLines } from './text-lines.js';

/** With all its events and links a span takes no more characters. */
const LONGEST_BLOCK = 10_000_000;

const FIRST_FIELD = /^ {2}(?:resource|instrumentationScope|traceId): /;

/** Is it what the ConsoleSpanExporter of JavaScript prints, with other output before it perhaps? */
export function isConsoleOutput(start: Buffer): boolean {
  return /^\{\r?\n {2}(?:resource|instrumentationScope|traceId): /m.test(start.toString('utf8'));
}

/** What `console.dir` shows is no JSON; by its indentation it is read all the same. What else the program printed is passed over. */
export async function* consoleSpans(chunks: AsyncIterable<Buffer>, notes: ReadNotes): AsyncGenerator<FinishedSpan> {
  let block: string[] | null = null;
  let length = 0;
  for await (const line of textLines(chunks)) {
    if (line === '{') {
      if (isSpan(block)) notes.add('truncated');
      block = [];
      length = 0;
    } else if (line === '}') {
      const span = isSpan(block) ? blockSpan(block, notes) : null;
      block = null;
      if (span) yield span;
    } else if (block) {
      block.push(line);
      length += line.length;
      if (length <= LONGEST_BLOCK) continue;
      notes.add('oversized');
      block = null;
    }
  }
  if (isSpan(block)) notes.add('truncated');
}

function isSpan(block: readonly string[] | null): block is readonly string[] {
  return block !== null && FIRST_FIELD.test(block[0] ?? '');
}

function blockSpan(block: readonly string[], notes: ReadNotes): FinishedSpan | null {
  const fields = fieldsOf(block);
  const text = (key: string): string | null => quotedText(fields.get(key) ?? '');
  const traceId = hexId(text('traceId'), TRACE_DIGITS, notes);
  const spanId = hexId(text('id'), SPAN_DIGITS, notes);
  if (!traceId || !spanId) {
    notes.add('bad-id');
    return null;
  }
  const { id, isRemote } = parentOf(fields);
  const parentId = hexId(id, SPAN_DIGITS, notes);
  if (parentId === undefined) notes.add('bad-parent');
  const startMs = epochMs(fields.get('timestamp'), MICROS_PER_MS, notes);
  const duration = lengthMs(fields.get('duration'), MICROS_PER_MS, notes);
  const resource = attributesOf(fields.get('resource') ?? '');
  return {
    traceId,
    spanId,
    parentId: parentId ?? null,
    parentIsRemote: parentId ? isRemote : null,
    name: spanName(text('name'), notes),
    kind: numberIn(fields.get('kind'), /^(\d)$/),
    startMs,
    endMs: startMs === null || duration === null ? null : startMs + duration,
    status: numberIn(fields.get('status'), /\bcode: (\d)/),
    scope: quotedText(/\bname: (.*)/.exec(fields.get('instrumentationScope') ?? '')?.[1] ?? ''),
    links: linksIn(fields.get('links') ?? ''),
    origin: resource.size === 0 ? NO_ORIGIN : originOf((key) => resource.get(key) ?? null),
    isShared: false,
  };
}

/** Each field's text, from one line that is indented by two blanks to the next. */
function fieldsOf(block: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  let key = '';
  for (const line of block) {
    const field = /^ {2}(\w+): (.*)$/.exec(line);
    if (field) {
      key = field[1] ?? '';
      fields.set(key, (field[2] ?? '').replace(/,$/, ''));
    } else fields.set(key, `${fields.get(key)}\n${line}`);
  }
  return fields;
}

/** A context that came from outside says `isRemote: true`; before 2.0 there was only an id. */
function parentOf(fields: ReadonlyMap<string, string>): { id: string | null; isRemote: boolean | null } {
  const context = fields.get('parentSpanContext') ?? '';
  const id = /\bspanId: '(\w*)'/.exec(context)?.[1];
  if (id !== undefined) return { id, isRemote: /\bisRemote: true\b/.test(context) };
  return { id: quotedText(fields.get('parentId') ?? ''), isRemote: null };
}

/** Of a text as `util.inspect` quotes it; `null` where there is none. */
function quotedText(value: string): string | null {
  const found = /^(['"`])((?:[^\\]|\\.)*?)\1/s.exec(value.slice(0, LONGEST_QUOTED));
  return found ? (found[2] ?? '').replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character) : null;
}

const LONGEST_QUOTED = 4_000;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function attributesOf(resource: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [, key = '', text, number] of resource.matchAll(/^ {6}'?([\w.]+)'?: (?:'([^'\n]*)'|(\d+))/gm))
    texts.set(key, text ?? number ?? '');
  return texts;
}

/** A single digit: a kind, a status. */
function numberIn(text: string | undefined, pattern: RegExp): number {
  const number = Number(pattern.exec(text ?? '')?.[1] ?? 0);
  return number <= 4 ? number : 0;
}

function linksIn(text: string): [string, string][] {
  const found = text.matchAll(/\btraceId: '([0-9a-f]{32})',\s+spanId: '([0-9a-f]{16})'/g);
  return [...found].map(([, trace = '', span = '']) => [trace, span]);
}
