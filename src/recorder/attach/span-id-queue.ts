const IDS_A_CHUNK = 512;
const HEX_DIGITS = 16;
const DIGITS_A_WORD = 8;

/**
 * Ids of spans, first in, first out, at 8 bytes each. As strings in a `Map`, those of some ten thousand spans outlive the
 * collections of young objects, so that a busy service's memory grows by half between the full ones.
 */
export class SpanIdQueue {
  readonly #chunks: Uint32Array[] = [];
  /** Of the first chunk, those that were taken. */
  #taken = 0;
  #end = 0;

  get size(): number {
    return this.#end - this.#taken;
  }

  /** Says whether it was put in: only ids as the SDK writes them, 16 small hexadecimal digits, are. */
  put(id: string): boolean {
    const high = wordOf(id, 0);
    const low = wordOf(id, DIGITS_A_WORD);
    if (id.length !== HEX_DIGITS || high === undefined || low === undefined) return false;
    const chunk = Math.floor(this.#end / IDS_A_CHUNK);
    const words = this.#chunks[chunk] ?? new Uint32Array(2 * IDS_A_CHUNK);
    this.#chunks[chunk] = words;
    const at = 2 * (this.#end % IDS_A_CHUNK);
    words[at] = high;
    words[at + 1] = low;
    this.#end++;
    return true;
  }

  /** The first of them. */
  take(): string | undefined {
    if (this.size === 0) return undefined;
    const id = this.at(0);
    this.#taken++;
    // One that is used up is used again: what exports each span as it ends puts one in and takes it out, for ever.
    if (this.size === 0) this.clear();
    else if (this.#taken === IDS_A_CHUNK) {
      this.#chunks.shift();
      this.#end -= IDS_A_CHUNK;
      this.#taken = 0;
    }
    return id;
  }

  /** @param index from 0, below `size` */
  at(index: number): string {
    const position = this.#taken + index;
    const words = this.#chunks[Math.floor(position / IDS_A_CHUNK)];
    const at = 2 * (position % IDS_A_CHUNK);
    return hexOf(words?.[at] ?? 0) + hexOf(words?.[at + 1] ?? 0);
  }

  clear(): void {
    this.#chunks.length = Math.min(this.#chunks.length, 1);
    this.#taken = 0;
    this.#end = 0;
  }
}

/** `undefined` where there are other characters than small hexadecimal digits. */
function wordOf(id: string, from: number): number | undefined {
  let word = 0;
  for (let at = from; at < from + DIGITS_A_WORD; at++) {
    const code = id.charCodeAt(at);
    const digit = code >= 48 && code <= 57 ? code - 48 : code >= 97 && code <= 102 ? code - 87 : undefined;
    if (digit === undefined) return undefined;
    word = word * 16 + digit;
  }
  return word;
}

function hexOf(word: number): string {
  return word.toString(16).padStart(DIGITS_A_WORD, '0');
}
