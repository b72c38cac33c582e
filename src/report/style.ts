import { Chalk } from 'chalk';
import type { Location, Severity } from '../finding.js';

export type Paint = (text: string) => string;

export interface Glyphs {
  /** Before a child that has siblings after it. */
  readonly branch: string;
  /** Before the last child. */
  readonly lastBranch: string;
  /** Under a `branch`, while its siblings are still to come. */
  readonly trunk: string;
  /** Under a `lastBranch`; as wide as `trunk`. */
  readonly gap: string;
  readonly caret: string;
  readonly marker: string;
  readonly gutter: string;
  readonly arrow: string;
  readonly bullet: string;
  readonly ellipsis: string;
}

/** All that a terminal report knows about the place it is printed on. Made once, at the edge. */
export interface Style {
  readonly columns: number;
  readonly unicode: boolean;
  readonly glyphs: Glyphs;
  readonly severity: Readonly<Record<Severity, Paint>>;
  readonly error: Paint;
  readonly warning: Paint;
  readonly info: Paint;
  readonly ok: Paint;
  readonly heading: Paint;
  readonly bold: Paint;
  readonly dim: Paint;
  /** A span in the place it ought to have, and code to write. */
  readonly added: Paint;
  /** A span in the place it ought not to have. */
  readonly removed: Paint;
  readonly path: Paint;
  /** A text that is or contains a place, and leads there where the terminal knows how. */
  readonly link: (text: string, location: Location) => string;
  readonly caret: Paint;
}

export interface StyleOptions {
  readonly colour: boolean;
  readonly unicode: boolean;
  /** The terminal's width; what is not a number of at least `MIN_COLUMNS` counts as that. */
  readonly columns: number;
  /** The URL of a place, for terminals that know hyperlinks. */
  readonly urlOf?: ((location: Location) => string | null) | null;
}

/** Below this a checkpoint's line has no room for eight digits of its trace id. */
export const MIN_COLUMNS = 52;

const ASCII: Glyphs = {
  branch: '|- ',
  lastBranch: '`- ',
  trunk: '|  ',
  gap: '   ',
  caret: '^',
  marker: '>',
  gutter: '|',
  arrow: '-->',
  bullet: '-',
  ellipsis: '...',
};

const UNICODE: Glyphs = {
  ...ASCII,
  branch: '├─ ',
  lastBranch: '└─ ',
  trunk: '│  ',
  gutter: '│',
  bullet: '•',
  ellipsis: '…',
};

/**
 * Makes the one style object of a run.
 *
 * @example
 * const style = makeStyle({ colour: false, unicode: true, columns: 80 });
 */
export function makeStyle({ colour, unicode, columns, urlOf = null }: StyleOptions): Style {
  // Level 1, the sixteen colours that a terminal's own theme defines, is readable on light and dark grounds alike.
  const chalk = new Chalk({ level: colour ? 1 : 0 });
  const error: Paint = (text) => chalk.red.bold(text);
  const warning: Paint = (text) => chalk.yellow.bold(text);
  const info: Paint = (text) => chalk.cyan.bold(text);
  return {
    columns: Number.isFinite(columns) ? Math.max(MIN_COLUMNS, Math.floor(columns)) : MIN_COLUMNS,
    unicode,
    glyphs: unicode ? UNICODE : ASCII,
    severity: { error, warning, info },
    error,
    warning,
    info,
    ok: (text) => chalk.green.bold(text),
    heading: (text) => chalk.bold(text),
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    added: (text) => chalk.green(text),
    removed: (text) => chalk.red(text),
    path: (text) => chalk.cyan(text),
    link: (text, location) => hyperlink(text, urlOf?.(location) ?? null),
    caret: (text) => chalk.red.bold(text),
  };
}

/** https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda: OSC 8. */
function hyperlink(text: string, url: string | null): string {
  return url === null ? text : `\u001b]8;;${url}\u001b\\${text}\u001b]8;;\u001b\\`;
}
