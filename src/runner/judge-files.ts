import { statSync } from 'node:fs';
import { Ingest } from '../bulk/ingest.js';
import { SpanStore } from '../bulk/span-store.js';
import { spansInOrder } from '../bulk/spans-in-order.js';
import { oneLine, UserError } from '../errors.js';
import type { FinishedSpan } from '../protocol/finished-span.js';
import { expandGlobs } from '../readers/files/expand-globs.js';
import { ReadNotes, type Trouble } from '../readers/files/read-notes.js';
import { inputChunks } from '../readers/files/input-chunks.js';
import { readRecording } from '../readers/recording.js';
import { recordingSpans } from '../readers/recording-spans.js';
import { readReceived } from './foreign/kept-received.js';
import type { Judgement, JudgeRequest } from './judge.js';
import { judgeMany } from './judge-many.js';
import { judgeSpans } from './judge-spans.js';
import { readKeptRun } from './kept-run.js';

/** Judges the finished spans of trace files and recordings, all of them together. `inputs`: globs as well. */
export async function judgeFiles(
  inputs: readonly string[],
  settings: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
  { maxMemoryMb = MAX_MEMORY_MB, progress = () => {} }: FilesOptions = {},
): Promise<Judgement> {
  const { files, unmatched } = expandGlobs(inputs);
  if (unmatched[0] !== undefined)
    throw new UserError(
      unmatched[0].trim() === '' ? 'The name of a file is empty.' : `There is no ${oneLine(unmatched[0])}.`,
      'Give files, globs in quotes, or - for standard input.',
    );
  const notes = new ReadNotes();
  const room = Math.max(0, maxMemoryMb - RESERVED_MB);
  const store = new SpanStore(room * MB);
  const bytes = sizeOf(files);
  let read = 0;
  const reading = (count: number): void => {
    read += count;
    progress({ done: bytes === null ? null : read / bytes, spans: store.spans, isReading: true });
  };
  const ingest = new Ingest(store, notes);
  try {
    for (const file of files) {
      if (isFolder(file)) await ingest.spans(spansOfRecording(file));
      else await readFile(file, ingest, notes, reading);
    }
    const troubles = notes.troubles();
    if (store.spans === 0 && troubles.some(({ lost }) => lost)) throw nothingRead(files, troubles);
    const source = { ...settings, files, troubles };
    if (store.spans <= FEW_SPANS) return judgeSpans(spansInOrder(store), source);
    return await judgeMany(store, source, {
      choose: (request) => ingest.choose(request),
      largestTrace: Math.max(FEW_SPANS, room * SPANS_A_MB),
      progress: (done) => progress({ done, spans: store.spans, isReading: false }),
    });
  } finally {
    await ingest.close();
    store.close();
  }
}

/** So many can be judged together, and a report has room for them. */
export const FEW_SPANS = 10_000;

/** What was seen to be taken beside the spans: two threads, what they are reading, and what is judged at a time. */
export const RESERVED_MB = 416;
export const MAX_MEMORY_MB = 512;
const MB = 1 << 20;
/** Of those that have a model, in memory that the others leave. */
const SPANS_A_MB = 1_000;

export interface FilesOptions {
  /** About so much is resident at most. What does not find room waits in a temporary file. */
  readonly maxMemoryMb?: number;
  progress?(progress: FilesProgress): void;
}

export interface FilesProgress {
  /** From 0 to 1; `null` where nobody knows. */
  readonly done: number | null;
  readonly spans: number;
  /** Else they are being judged. */
  readonly isReading: boolean;
}

async function readFile(
  file: string,
  ingest: Ingest,
  notes: ReadNotes,
  reading: (bytes: number) => void,
): Promise<void> {
  notes.reading(file);
  try {
    await ingest.read(counted(inputChunks(file), reading), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    notes.add('not-read');
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, reading: (bytes: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    reading(chunk.length);
    yield chunk;
  }
}

/** `null`: there is something among them whose end nobody knows. */
function sizeOf(files: readonly string[]): number | null {
  const sizes = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return sizes.every((stats) => stats?.isFile()) ? sizes.reduce((sum, stats) => sum + (stats?.size ?? 0), 0) : null;
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Beside files a recording is no more than they are: spans. */
function spansOfRecording(folder: string): FinishedSpan[] {
  const { entry } = readKeptRun(folder);
  const recorded = recordingSpans(readRecording(folder).model, entry);
  return [...recorded, ...(readReceived(folder)?.spans ?? [])];
}

/** A gate must not be green on a file that nobody could read. */
function nothingRead(files: readonly string[], troubles: readonly Trouble[]): UserError {
  const what = troubles.map(({ text }) => text).join('; ');
  return new UserError(
    oneLine(`No span could be read from ${files.length === 1 ? files[0] : `${files.length} files`}: ${what}.`),
    'It reads OTLP (JSON, protobuf), Jaeger, Zipkin v2 and Tempo JSON, and what a ConsoleSpanExporter prints.',
  );
}
