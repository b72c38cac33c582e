import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.js';
import type { Style } from '../report/style.js';

/** Writes all of a text, also to a pipe that is full for the moment. */
export function writeAll(fd: number, text: string): void {
  const data = Buffer.from(text);
  for (let at = 0; at < data.length; ) {
    try {
      at += writeSync(fd, data, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Nobody reads it any more: whoever did has ended, or the terminal was closed.
      if (code === 'EPIPE' || code === 'EIO') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

/** Long enough for a reader to take something, short enough not to be noticed. */
const RETRY_MS = 5;

/** Before a run that may take long. */
export function checkWritable(file: string, what: 'report' | 'baseline' | 'shape'): void {
  try {
    if (existsSync(file)) {
      if (statSync(file).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      accessSync(file, constants.W_OK);
    } else {
      // The slash makes sure that it is a folder.
      accessSync(`${dirname(file)}/`, constants.W_OK);
      // A link that leads nowhere leads to a file once that is written.
      if (!lstatSync(file, { throwIfNoEntry: false })) tryToMake(file);
    }
  } catch (error) {
    throw cannotWrite(file, what, error);
  }
}

/** It may never end, as /dev/full. */
export function refuseDevice(file: string, what: 'baseline' | 'shape'): void {
  if (statSync(file, { throwIfNoEntry: false })?.isCharacterDevice())
    throw new UserError(`${file} is a device, and no ${what}.`, 'Name a file.');
}

/** Some file systems, /proc say, let nobody make a file, whatever the permissions are. */
function tryToMake(file: string): void {
  closeSync(openSync(file, 'wx'));
  rmSync(file);
}

const HINTS: Readonly<Record<string, string>> = {
  EISDIR: 'It is a folder: name a file in it.',
  ENOENT: 'The folder has to be there.',
  ENOTDIR: 'What should be its folder is a file.',
};

const NO_FILES_THERE = 'Nobody can make files in that folder: name another one.';

function cannotWrite(file: string, what: string, error: unknown): UserError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  const hint = reason === 'ENOENT' && existsSync(dirname(file)) ? NO_FILES_THERE : HINTS[reason];
  return new UserError(
    `The ${what} cannot be written to ${file} (${reason}).`,
    hint ?? 'Check the path and its permissions.',
  );
}

export function writeReportFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw cannotWrite(file, 'report', error);
  }
}

const DEFAULT_COLUMNS = 80;
const FILE_COLUMNS = 100;

/** The style of files and pipes that people or programs read later. */
export async function plainStyle(): Promise<Style> {
  const { makeStyle } = await import('../report/style.js');
  return makeStyle({ colour: false, unicode: true, columns: FILE_COLUMNS });
}

/** The style for a stream, from flags, environment and terminal. */
export async function styleFor(stream: NodeJS.WriteStream, colourOption: boolean): Promise<Style> {
  const { makeStyle } = await import('../report/style.js');
  const colour = wantsColour(stream, colourOption);
  // Who wants no colours wants none of the other codes.
  const urlOf = colour ? await (await import('./file-links.js')).fileLinks(stream) : null;
  return makeStyle({
    colour,
    urlOf,
    unicode: process.platform !== 'win32' || Boolean(process.env['WT_SESSION']),
    columns: stream.columns ?? columnsFromEnvironment() ?? DEFAULT_COLUMNS,
  });
}

/** https://no-color.org: present and not empty. FORCE_COLOR as Node reads it. */
function wantsColour(stream: NodeJS.WriteStream, option: boolean): boolean {
  if (!option || process.env['NO_COLOR']) return false;
  const force = process.env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && process.env['TERM'] !== 'dumb';
}

function columnsFromEnvironment(): number | undefined {
  const columns = Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}
