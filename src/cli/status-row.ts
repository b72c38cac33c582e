import { writeAll } from './io.js';

export interface Terminal {
  readonly rows: number;
  readonly columns: number;
}

/**
 * The last row of a terminal, kept for us while a program writes to the same terminal. Nobody can see when it does, and
 * a line of ours where its cursor stands would get mixed into what it writes. So it is given all rows but the last to scroll in
 * (DECSTBM, as `apt` does): its bytes stay whole, and its cursor is put back behind each of ours.
 * https://vt100.net/docs/vt510-rm/DECSTBM.html
 */
export class StatusRow {
  readonly #size: () => Terminal;
  readonly #write: (text: string) => void;
  /** The row that is kept at present, 0 for none. */
  #row = 0;

  constructor(size: () => Terminal, write: (text: string) => void = (text) => writeAll(2, text)) {
    this.#size = size;
    this.#write = write;
  }

  show(text: string): void {
    const { rows, columns } = this.#size();
    const before = this.#row === rows ? '' : this.#release() + KEEP_CURSOR_OFF;
    this.#row = rows;
    // The region each time: the program may have reset the terminal.
    const line = `${scrollIn(rows - 1)}${lineOf(rows)}${ERASE_LINE}${text.slice(0, columns - 1)}`;
    this.#write(`${before}${SAVE}${line}${RESTORE}`);
  }

  erase(): void {
    const released = this.#release();
    if (released !== '') this.#write(released);
  }

  #release(): string {
    const row = Math.min(this.#row, this.#size().rows);
    this.#row = 0;
    return row === 0 ? '' : `${SAVE}${SCROLL_IN_ALL}${lineOf(row)}${ERASE_LINE}${RESTORE}`;
  }
}

const ESC = '\u001b';
const SAVE = `${ESC}7`;
const RESTORE = `${ESC}8`;
const ERASE_LINE = `${ESC}[2K`;
const SCROLL_IN_ALL = `${ESC}[r`;
/** One down, scrolling if that is the last row, and one up: the cursor and its line are then above the last row. */
const KEEP_CURSOR_OFF = `${ESC}D${ESC}[A`;

function lineOf(row: number): string {
  return `${ESC}[${row};1H`;
}

function scrollIn(rows: number): string {
  return `${ESC}[1;${rows}r`;
}
