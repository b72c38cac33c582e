import leven from 'leven';

/** Typing errors grow with the length of a word. */
const LETTERS_PER_ERROR = 3;
const MOST = 3;

/** Those that somebody may have meant, the nearest first. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / LETTERS_PER_ERROR));
  return names
    .map((one) => ({ one, distance: leven(wanted, one.toLowerCase(), { maxDistance: limit + 1 }) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, MOST)
    .map(({ one }) => one);
}
