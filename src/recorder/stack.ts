import type { RawFrame } from '../protocol/trace-event.js';
import { isUserPlace } from './bundles.js';
import { isOurs, isUserFile, pathOf } from './user-code.js';

/** Deep enough to come out of a library or two into the user's code. */
const LOOK_AT = 60;
const KEEP = 12;

const rawFrames = (_: Error, frames: NodeJS.CallSite[]): NodeJS.CallSite[] => frames;

/** The user's frames of the current stack, awaiting callers included, innermost first. */
export function userFrames(above: (...args: never[]) => unknown): RawFrame[] {
  const stack = captureStack(above);
  return stack ? userFramesOf(stack) : [];
}

/** A stack that nobody has looked at yet. V8 makes frames of it with the first look, which costs as much again. */
export interface CapturedStack {
  stack?: unknown;
}

/** `undefined` in hardened JavaScript, where stacks cannot be had as objects. */
export function captureStack(above: (...args: never[]) => unknown): CapturedStack | undefined {
  if (Object.isFrozen(Error)) return undefined;
  const holder: CapturedStack = {};
  lent('stackTraceLimit', LOOK_AT, () => Error.captureStackTrace(holder, above));
  return holder;
}

/** The app's `Error`, with a setting of ours for as long as it takes. Where the app would notice, it keeps its own. */
function lent<T>(key: 'stackTraceLimit' | 'prepareStackTrace', value: unknown, during: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Error, key);
  if (before ? !before.writable : !Object.isExtensible(Error)) return during();
  const settings = Error as unknown as Record<string, unknown>;
  settings[key] = value;
  try {
    return during();
  } finally {
    if (before) settings[key] = before.value;
    else delete settings[key];
  }
}

export function userFramesOf(captured: CapturedStack): RawFrame[] {
  return framesOfUser(framesOf(captured));
}

/** None where somebody stands between the user and the innermost frame whom this is to be put down to. */
export function userFramesUnless(captured: CapturedStack, isElse: (file: string) => boolean): RawFrame[] {
  const frames = framesOf(captured);
  for (const frame of frames) {
    const name = frame.getFileName();
    const file = name ? pathOf(name) : undefined;
    if (!file || isOurs(file)) continue;
    if (isElse(file)) return [];
    if (isUserFile(file)) break;
  }
  return framesOfUser(frames);
}

/** A call from the user's code into something else. */
export interface UserCall {
  /** The user's frames, innermost first. */
  readonly frames: readonly RawFrame[];
  /** The innermost of all frames is the user's: nobody else's code stands in between. */
  readonly direct: boolean;
}

/** `undefined` where no code of the user's is on the stack. */
export function userCall(above: (...args: never[]) => unknown): UserCall | undefined {
  const stack = captureStack(above);
  const frames = stack ? framesOf(stack) : [];
  const user = framesOfUser(frames);
  if (user.length === 0) return undefined;
  const innermost = frames.find((frame) => {
    const name = frame.getFileName();
    return name && !isOurs(pathOf(name) ?? name);
  });
  return { frames: user, direct: innermost !== undefined && placeOfUser(innermost) !== null };
}

/** `null` where a frame is not the user's. */
function placeOfUser(frame: NodeJS.CallSite): RawFrame | null {
  const name = frame.getFileName();
  const file = name ? pathOf(name) : undefined;
  if (!file || !isUserFile(file)) return null;
  const place: RawFrame = [file, frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1];
  return isUserPlace(place) ? place : null;
}

/** The innermost frame that is none of ours nor Node's, in a file that counts. */
export function innermostFrame(captured: CapturedStack, counts: (file: string) => boolean): RawFrame | undefined {
  return framesInFiles(captured).find(([file]) => counts(file));
}

/** The outermost one: what was run, where none of the user's code was. */
export function outermostFrame(captured: CapturedStack): RawFrame | undefined {
  return framesInFiles(captured).at(-1);
}

function framesInFiles(captured: CapturedStack): RawFrame[] {
  return framesOf(captured).flatMap((frame) => {
    const name = frame.getFileName();
    const file = name ? pathOf(name) : undefined;
    if (!file || isOurs(file)) return [];
    return [[file, frame.getLineNumber() ?? 1, frame.getColumnNumber() ?? 1] as const];
  });
}

function framesOf(captured: CapturedStack): readonly NodeJS.CallSite[] {
  const stack = lent('prepareStackTrace', rawFrames, () => captured.stack);
  return Array.isArray(stack) ? (stack as NodeJS.CallSite[]) : [];
}

let tellOfText: () => void = () => {};

/** Code that is made of text (`eval`, `new Function`) passes no loader, so nothing is noted in it. */
export function onCodeMadeOfText(teller: () => void): void {
  tellOfText = teller;
}

function framesOfUser(frames: readonly NodeJS.CallSite[]): RawFrame[] {
  const result: RawFrame[] = [];
  for (const frame of frames) {
    const name = frame.getFileName();
    if (!name && frame.isEval() && result.length === 0) tellOfText();
    const place = placeOfUser(frame);
    if (!place) continue;
    result.push(place);
    if (result.length === KEEP) break;
  }
  return result;
}

/** Says yes a bounded number of times for each key, and for a bounded number of keys. */
export class Allowance {
  readonly #each: number;
  readonly #keys: number;
  readonly #used = new Map<string, number>();

  constructor(each: number, keys: number) {
    this.#each = each;
    this.#keys = keys;
  }

  take(key: string): boolean {
    const used = this.#used.get(key) ?? 0;
    if (used >= this.#each || (used === 0 && this.#used.size >= this.#keys)) return false;
    this.#used.set(key, used + 1);
    return true;
  }

  /** It would have been good to have said yes: begins to count anew. */
  renew(key: string): void {
    if (this.#used.has(key)) this.#used.set(key, 0);
  }
}
