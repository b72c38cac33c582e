import { EventEmitter } from 'node:events';
import { write } from 'node:fs';
import { type Readable, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify, stripVTControlCharacters } from 'node:util';

/** Tells of each line (`line`) that a program writes, without its colours. */
export type Lines = EventEmitter<{ line: [text: string] }>;

export interface PassingOn {
  readonly lines: Lines;
  /** All that had been written when the program ended has been passed on. */
  end(): Promise<void>;
}

/** Passes a program's output on, byte for byte and in order, no faster than it is taken. */
export function passOn(sources: readonly (readonly [from: Readable, fd: number])[]): PassingOn {
  const lines: Lines = new EventEmitter();
  // One writer for each descriptor: else two sources could get between each other's bytes.
  const writers = new Map(sources.map(([, fd]) => [fd, writerTo(fd)]));
  for (const [from, fd] of sources) {
    const writer = writers.get(fd) as Writable;
    eachLine(from, (line) => lines.emit('line', line));
    from.pipe(writer, { end: false });
    // Nobody reads us any more: then nobody reads the program, which learns it as it would have without us.
    writer.once('close', () => from.destroy());
    from.on('error', () => {});
  }
  return {
    lines,
    end: async () => {
      await Promise.all(sources.map(([from]) => drained(from)));
      await Promise.all([...writers.values()].map(ended));
    },
  };
}

const writeTo = promisify(write);

/** Long enough for a reader to take something, short enough not to be noticed. */
const RETRY_MS = 5;

function writerTo(fd: number): Writable {
  const writer = new Writable({
    write(chunk: Buffer, _, done) {
      writeWhole(fd, chunk).then(() => done(), done);
    },
  });
  return writer.on('error', () => {});
}

/** Also to a descriptor that whoever started us has set to answer at once. */
async function writeWhole(fd: number, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) {
    try {
      at += (await writeTo(fd, chunk, at)).bytesWritten;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      await delay(RETRY_MS);
    }
  }
}

/** A line longer than this is looked at in parts. */
const LONGEST_LINE = 64 * 1024;

function eachLine(from: Readable, use: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string, last: boolean): void => {
    const lines = (rest + text).split(/\r?\n/);
    rest = last ? '' : (lines.pop() ?? '');
    for (const line of lines) use(stripVTControlCharacters(line));
    if (rest.length > LONGEST_LINE) {
      use(stripVTControlCharacters(rest));
      rest = '';
    }
  };
  from.on('data', (chunk: Buffer) => take(decoder.write(chunk), false));
  from.once('end', () => take(decoder.end(), true));
}

/**
 * What a program has written lies in the pipe when it ends, and comes at once. A process that it left behind may hold
 * the pipe open for ever: that one is not waited for.
 */
const LEFT_OPEN_MS = 250;

function drained(from: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (from.closed) return resolve();
    let timer: NodeJS.Timeout | undefined;
    let last: NodeJS.Immediate | undefined;
    const done = (): void => {
      clearTimeout(timer);
      from.destroy();
      resolve();
    };
    const wait = (): void => {
      clearTimeout(timer);
      clearImmediate(last);
      // While its reader has enough, a source is paused: that is no silence.
      timer = from.isPaused() ? undefined : setTimeout(lookOnce, LEFT_OPEN_MS);
    };
    // Where we were late, and not the pipe silent, what is in it comes before this.
    const lookOnce = (): void => {
      last = setImmediate(done);
    };
    for (const event of ['data', 'pause', 'resume']) from.on(event, wait);
    from.once('close', done);
    wait();
  });
}

function ended(writer: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (writer.destroyed) resolve();
    else writer.once('close', resolve).end();
  });
}
