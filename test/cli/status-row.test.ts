import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { StatusRow, type Terminal } from '../../src/cli/status-row.js';

/** What is to be seen after programs and we have written to a terminal. */
class Screen {
  size: Terminal = { rows: 5, columns: 20 };
  readonly row = new StatusRow(
    () => this.size,
    (text) => {
      this.#written += text;
    },
  );
  #written = '';

  print(text: string): void {
    this.#written += text.replaceAll('\n', '\r\n');
  }

  /** All lines, those that have left the screen as well. */
  async lines(): Promise<string[]> {
    const terminal = new xterm.Terminal({ rows: this.size.rows, cols: this.size.columns, allowProposedApi: true });
    await new Promise<void>((done) => terminal.write(this.#written, done));
    const { active } = terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, at) => active.getLine(at)?.translateToString(true) ?? '');
    terminal.dispose();
    return lines;
  }
}

const NUMBERS = Array.from({ length: 9 }, (_, index) => `line ${index}`);

describe('the last row of a terminal', () => {
  it('is ours, and what others write stays whole', async () => {
    const screen = new Screen();
    for (const line of NUMBERS) {
      screen.print(`${line}\n`);
      screen.row.show(`after ${line}`);
    }
    expect(await screen.lines()).toEqual([...NUMBERS, '', 'after line 8']);
  });

  it('is ours while others are in the middle of a line', async () => {
    const screen = new Screen();
    screen.print('one\ntwo\nthree\nfour\nhalf of ');
    screen.row.show('status');
    screen.print('a line\nnext');
    expect(await screen.lines()).toEqual(['one', 'two', 'three', 'four', 'half of a line', 'next', 'status']);
  });

  it.each([
    ['a full screen', NUMBERS],
    ['an empty one', NUMBERS.slice(0, 2)],
  ])('is given back on %s', async (_, lines) => {
    const screen = new Screen();
    screen.print(`${lines[0]}\n`);
    screen.row.show('status');
    for (const line of lines.slice(1)) screen.print(`${line}\n`);
    screen.row.erase();
    screen.row.erase();
    screen.print('report\nmore\nmore\nmore\n');
    const expected = [...lines, 'report', 'more', 'more', 'more'];
    expect((await screen.lines()).filter((line) => line !== '')).toEqual(expected);
  });

  it('is left alone where nothing was shown', async () => {
    const screen = new Screen();
    screen.row.erase();
    expect(await screen.lines()).toEqual(['', '', '', '', '']);
  });

  it('takes no more than a row', async () => {
    const screen = new Screen();
    screen.row.show('a status that is longer than the terminal is wide');
    screen.print('x');
    expect(await screen.lines()).toEqual(['x', '', '', '', 'a status that is lo']);
  });

  it('is ours again when a program has reset the terminal', async () => {
    const screen = new Screen();
    screen.print('before\n');
    screen.row.show('status');
    screen.print('\u001bc');
    screen.row.show('status');
    for (const line of NUMBERS) screen.print(`${line}\n`);
    expect(await screen.lines()).toEqual([...NUMBERS, '', 'status']);
  });

  it('moves with the size of the terminal', async () => {
    const screen = new Screen();
    screen.print('one\n');
    screen.row.show('old');
    screen.size = { rows: 8, columns: 20 };
    screen.row.show('new');
    screen.print('two\n');
    expect(await screen.lines()).toEqual(['one', 'two', '', '', '', '', '', 'new']);
  });
});
