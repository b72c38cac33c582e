import { isUtf8 } from 'node:buffer';
import { documentSpans } from '../readers/files/document-spans.js';
import { wholeValue } from '../readers/files/json-documents.js';
import { ReadNotes } from '../readers/files/read-notes.js';
import type { Encoder } from './encoder.js';
import type { JsonLineScanner } from './scan-json-line.js';
import { type Scanned, takeScanned } from './scanned.js';

const NEWLINE = 10;

/** Reads whole lines of JSON, each a document: what the scanner does not take, `JSON.parse` does. */
export function scanJson(bytes: Buffer, encoder: Encoder, scanner: JsonLineScanner): Scanned {
  const notes = new ReadNotes();
  for (let from = 0; from < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, from);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(from, end);
    const isScanned = found !== -1 && isUtf8(line) && scanner.scan(bytes, from);
    if (!isScanned && !readLine(line, encoder, notes)) return takeScanned(encoder, notes.counts(), from);
    from = end + 1;
  }
  return takeScanned(encoder, notes.counts());
}

/** `false`: it is no document by itself. */
function readLine(line: Buffer, encoder: Encoder, notes: ReadNotes): boolean {
  if (line.length === 0) return true;
  const text = line.toString('utf8');
  if (text.trim() === '') return true;
  const value = wholeValue(text);
  if (value === undefined) return false;
  if (!isUtf8(line)) notes.add('bad-utf8');
  for (const span of documentSpans(value, notes)) encoder.add(span);
  return true;
}
