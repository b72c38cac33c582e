import xterm, { type Terminal } from '@xterm/headless';

const CHARACTER_PX = 8.4;
const LINE_PX = 20;
const FONT_PX = 14;
const MARGIN_PX = 20;
const BACKGROUND = '#14171b';
const FOREGROUND = '#e6e9ec';

/** The eight colours of a terminal, and their bright ones; what a dark terminal makes of them. */
const PALETTE = ['#5c6670', '#ff8a80', '#7fd699', '#ffc069', '#8ab4f8', '#d7a6ff', '#7fd6d6', '#e6e9ec'];
const PALETTE_SIZE = PALETTE.length;

interface Run {
  readonly column: number;
  readonly style: string;
  text: string;
}

/** What a terminal shows of a text with escape sequences, as a picture whose text can be selected. */
export async function terminalSvg(text: string, columns: number, label: string): Promise<string> {
  const rows = text.trimEnd().split('\n').length;
  const terminal = new xterm.Terminal({ cols: columns, rows, convertEol: true, allowProposedApi: true });
  await new Promise<void>((done) => terminal.write(text.trimEnd(), done));
  const lines = Array.from({ length: rows }, (_, row) =>
    runsOf(terminal, row).map(({ column, style, text: said }) => {
      const x = MARGIN_PX + column * CHARACTER_PX;
      const y = MARGIN_PX + row * LINE_PX + FONT_PX;
      const length = said.length * CHARACTER_PX;
      return `<text x="${x.toFixed(1)}" y="${y}" textLength="${length.toFixed(1)}"${style}>${escaped(said)}</text>`;
    }),
  );
  terminal.dispose();
  const width = Math.ceil(columns * CHARACTER_PX + 2 * MARGIN_PX);
  const height = rows * LINE_PX + 2 * MARGIN_PX;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(label)}">
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${FONT_PX}" fill="${FOREGROUND}" xml:space="preserve">
${lines.flat().join('\n')}
</g>
</svg>
`;
}

/** Pieces of a row that look alike; blanks between them are left out. */
function runsOf(terminal: Terminal, row: number): Run[] {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    const chars = cell?.getChars() || ' ';
    if (!cell) continue;
    const colour = cell.isFgPalette() ? ` fill="${PALETTE[cell.getFgColor() % PALETTE_SIZE]}"` : '';
    const style = `${colour}${cell.isBold() ? ' font-weight="700"' : ''}${cell.isDim() ? ' opacity="0.65"' : ''}`;
    const last = runs.at(-1);
    if (last?.style === style) last.text += chars;
    else runs.push({ column, style, text: chars });
  }
  return runs.flatMap((run) => trimmed(run));
}

function trimmed({ column, style, text }: Run): Run[] {
  const bare = text.trim();
  return bare === '' ? [] : [{ column: column + text.length - text.trimStart().length, style, text: bare }];
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
