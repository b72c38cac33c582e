/** A piece of a text: a JSON object or array by its brackets, or what stands between those. */
export interface Piece {
  readonly text: string;
  readonly isValue: boolean;
}

/** Every character that counts: brackets and quotation marks, and what a backslash escapes. */
const MARKS = /[{}[\]"]/g;
const IN_STRING = /["\\]/g;

/** Finds where the objects and arrays of a text end that comes in lines. A document does not get longer by being scanned. */
export class ValueScanner {
  #parts: string[] = [];
  #depth = 0;
  #inString = false;
  length = 0;

  /** Nothing has begun that has not ended. */
  get isIdle(): boolean {
    return this.#depth === 0;
  }

  get isInString(): boolean {
    return this.#inString;
  }

  add(text: string): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    let at = 0;
    for (;;) {
      const marks = this.#inString ? IN_STRING : MARKS;
      marks.lastIndex = at;
      const found = marks.exec(text);
      if (!found) break;
      at = found.index + 1;
      const mark = found[0];
      if (this.#inString) {
        if (mark === '\\') at++;
        else this.#inString = false;
      } else if (mark === '"') this.#inString = this.#depth > 0;
      else if (mark === '{' || mark === '[') {
        if (this.#depth++ === 0) {
          addJunk(pieces, text.slice(from, found.index));
          from = found.index;
        }
      } else if (this.#depth > 0 && --this.#depth === 0) {
        pieces.push({ text: this.#parts.join('') + text.slice(from, at), isValue: true });
        this.#parts = [];
        this.length = 0;
        from = at;
      }
    }
    const rest = text.slice(from);
    if (this.#depth === 0) addJunk(pieces, rest);
    else {
      this.#parts.push(rest);
      this.length += rest.length;
    }
    return pieces;
  }

  /** The beginning of what has not ended. */
  rest(): string {
    return this.#parts.join('');
  }
}

/** Commas between documents, and their line breaks, are none. */
function addJunk(pieces: Piece[], text: string): void {
  if (/[^\s,]/.test(text)) pieces.push({ text, isValue: false });
}
