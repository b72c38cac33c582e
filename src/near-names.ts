import leven from 'leven';

const MOST = 5;

/** Typing errors grow with the length of a word. */
const LETTERS_PER_ERROR = 3;

/** Less is a part of too many words. */
const PART_AT_LEAST = 3;

/** Those that somebody may have meant, the nearest first: with typing errors, as a part of it, or with something added. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / LETTERS_PER_ERROR));
  return names
    .map((one) => ({ one, letters: leven(wanted, one.toLowerCase()), isPart: isPart(wanted, one.toLowerCase()) }))
    .filter(({ letters, isPart }) => wanted !== '' && (isPart || letters <= limit))
    .toSorted((a, b) => Number(b.isPart) - Number(a.isPart) || a.letters - b.letters)
    .slice(0, MOST)
    .map(({ one }) => one);
}

function isPart(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= PART_AT_LEAST && (a.includes(b) || b.includes(a));
}
