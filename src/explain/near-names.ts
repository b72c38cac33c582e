import leven from 'leven';

const MOST = 5;

/** Typing errors grow with the length of a word. */
const LETTERS_PER_ERROR = 3;

/** Those that somebody may have meant, the nearest first. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const distance = (one: string): number => (one.includes(wanted) || wanted.includes(one) ? 0 : leven(wanted, one));
  const limit = Math.max(1, Math.floor(wanted.length / LETTERS_PER_ERROR));
  return names
    .filter((one) => wanted !== '' && distance(one) <= limit)
    .toSorted((a, b) => distance(a) - distance(b) || leven(wanted, a) - leven(wanted, b))
    .slice(0, MOST);
}
