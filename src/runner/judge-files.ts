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
import type { Judgement, JudgeRequest } from './judge.js';
import { judgeMany } from './judge-many.js';
import { judgeSpans } from './judge-spans.js';
import { readKeptRun } from './kept-run.js';

/** Judges the finished spans of trace files and recordings, all of them together. `inputs`: globs as well. */
export async function judgeFiles(
  inputs: readonly string[],
  settings: Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'>,
): Promise<Judgement> {
  const { files, unmatched } = expandGlobs(inputs);
  if (unmatched[0] !== undefined)
    throw new UserError(
      unmatched[0].trim() === '' ? 'The name of a file is empty.' : `There is no ${oneLine(unmatched[0])}.`,
      'Give files, globs in quotes, or - for standard input.',
    );
  const notes = new ReadNotes();
  const store = new SpanStore(STORE_BYTES);
  const ingest = new Ingest(store, notes);
  try {
    for (const file of files) {
      if (isFolder(file)) await ingest.spans(spansOfRecording(file));
      else await readFile(file, ingest, notes);
    }
    const troubles = notes.troubles();
    if (store.spans === 0 && troubles.some(({ lost }) => lost)) throw nothingRead(files, troubles);
    const source = { ...settings, files, troubles };
    return store.spans <= FEW_SPANS ? judgeSpans(spansInOrder(store), source) : judgeMany(store, source);
  } finally {
    await ingest.close();
    store.close();
  }
}

/** So many can be judged together, and a report has room for them. */
export const FEW_SPANS = 10_000;

export const STORE_BYTES = 128 << 20;

async function readFile(file: string, ingest: Ingest, notes: ReadNotes): Promise<void> {
  notes.reading(file);
  try {
    await ingest.read(inputChunks(file), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    notes.add('not-read');
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Beside files a recording is no more than they are: spans. */
function spansOfRecording(folder: string): FinishedSpan[] {
  const { entry } = readKeptRun(folder);
  return recordingSpans(readRecording(folder).model, entry);
}

/** A gate must not be green on a file that nobody could read. */
function nothingRead(files: readonly string[], troubles: readonly Trouble[]): UserError {
  const what = troubles.map(({ text }) => text).join('; ');
  return new UserError(
    oneLine(`No span could be read from ${files.length === 1 ? files[0] : `${files.length} files`}: ${what}.`),
    'It reads OTLP (JSON, protobuf), Jaeger, Zipkin v2 and Tempo JSON, and what a ConsoleSpanExporter prints.',
  );
}
