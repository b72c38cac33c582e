/** More than any name or message of ours needs; beyond it is somebody's payload in a span name. */
const LONGEST_INPUT = 2_000;

const PLAIN = /^[\x20-\x7e]*$/;

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\x1b' };

/** Emoji of several people, and scripts such as Persian, are written with these two. */
const JOINERS = new Set(['\u200c', '\u200d']);

/**
 * Text of the user's (span names, messages, code) as it may stand on a terminal: what could move the cursor, change
 * colours, turn the direction of writing or hide is written out as an escape, and it is never longer than a page.
 */
export function cleanText(text: string, longest = LONGEST_INPUT): string {
  if (text.length <= longest && PLAIN.test(text)) return text;
  return text.slice(0, longest).replace(UNSAFE, escapeCharacter).replace(STACKED_MARKS, '$1');
}

function escapeCharacter(character: string): string {
  if (JOINERS.has(character)) return character;
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  // Half of a pair stands for no character at all: the replacement character says so better than its number.
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : `\\u{${code.toString(16)}}`;
}
