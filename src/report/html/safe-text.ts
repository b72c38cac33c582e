/** More than any name, message or line of code needs; beyond it is somebody's payload. */
const LONGEST = 4_000;

/** Zero-width joiners are not among them: emoji of several people, and scripts such as Persian, are written with them. */
const UNSAFE = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text of the user's as the page may show it: what cannot be seen, or turns the direction of writing, is written out. */
export function safeText(text: string): string {
  const rest = text.length - LONGEST;
  const cut = rest > 0 ? `${text.slice(0, LONGEST)}… and ${rest.toLocaleString('en')} characters more` : text;
  return cut.replace(UNSAFE, written);
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
