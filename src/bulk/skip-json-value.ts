import { NOT_HERE } from './not-here.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const SPACE = 0x20;

/** What is nested deeper is not passed over here. */
const DEEPEST = 64;

/** Behind a backslash. Code points are left to others. */
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

const OF_NUMBERS = new Set(Buffer.from('0123456789+-.eE'));
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORDS = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/**
 * Where a value ends that begins at `at`. Its grammar is looked at all the same: of a line that is no JSON not even the
 * beginning counts. The line ends with a line break, which no value holds.
 */
export function skipJsonValue(bytes: Uint8Array, at: number, depth = 0): number {
  // Mostly no blanks come before it.
  const first = bytes[at];
  if (first === QUOTE) return endOfText(bytes, at + 1) + 1;
  if (first === OPEN) return skipObject(bytes, at + 1, depth + 1);
  if (first === OPEN_LIST) return skipList(bytes, at + 1, depth + 1);
  const from = skipBlanks(bytes, at);
  const byte = bytes[from] as number;
  if (byte === QUOTE) return endOfText(bytes, from + 1) + 1;
  if (byte === OPEN) return skipObject(bytes, from + 1, depth + 1);
  if (byte === OPEN_LIST) return skipList(bytes, from + 1, depth + 1);
  return byte === MINUS || (byte >= ZERO && byte <= NINE) ? skipNumber(bytes, from) : skipWord(bytes, from);
}

export function skipBlanks(bytes: Uint8Array, at: number): number {
  let next = at;
  while (bytes[next] === SPACE || bytes[next] === 0x09 || bytes[next] === 0x0d) next++;
  return next;
}

/** Where the quotation mark stands that ends a text. */
export function endOfText(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    // Small letters, which most bytes are, stand behind all that means something.
    while ((bytes[at] as number) > BACKSLASH) at++;
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < SPACE) throw NOT_HERE;
    if (byte === BACKSLASH && !ESCAPES.has(bytes[++at] as number)) throw NOT_HERE;
    at++;
  }
}

function skipObject(bytes: Uint8Array, from: number, depth: number): number {
  if (depth > DEEPEST) throw NOT_HERE;
  let at = placeOf(CLOSE, QUOTE, bytes, from);
  if (bytes[at] === CLOSE) return at + 1;
  for (;;) {
    at = placeOf(COLON, COLON, bytes, endOfText(bytes, at + 1) + 1);
    at = placeOf(CLOSE, COMMA, bytes, skipJsonValue(bytes, at + 1, depth));
    if (bytes[at] === CLOSE) return at + 1;
    at = placeOf(QUOTE, QUOTE, bytes, at + 1);
  }
}

function skipList(bytes: Uint8Array, from: number, depth: number): number {
  if (depth > DEEPEST) throw NOT_HERE;
  let at = skipBlanks(bytes, from);
  if (bytes[at] === CLOSE_LIST) return at + 1;
  for (;;) {
    at = placeOf(CLOSE_LIST, COMMA, bytes, skipJsonValue(bytes, at, depth));
    if (bytes[at] === CLOSE_LIST) return at + 1;
    at++;
  }
}

/** Where one of two bytes stands, one of which must come next. */
function placeOf(one: number, other: number, bytes: Uint8Array, from: number): number {
  if (bytes[from] === one || bytes[from] === other) return from;
  const at = skipBlanks(bytes, from);
  if (bytes[at] !== one && bytes[at] !== other) throw NOT_HERE;
  return at;
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let at = from;
  while (OF_NUMBERS.has(bytes[at] as number)) at++;
  if (!NUMBER.test(Buffer.from(bytes.subarray(from, at)).toString('latin1'))) throw NOT_HERE;
  return at;
}

function skipWord(bytes: Uint8Array, at: number): number {
  for (const word of WORDS) {
    let i = 0;
    while (i < word.length && bytes[at + i] === word[i]) i++;
    if (i === word.length) return at + i;
  }
  throw NOT_HERE;
}
