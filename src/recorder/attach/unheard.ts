import type { UnheardEvent } from '../../protocol/trace-event.js';
import { guarded } from '../guard.js';
import type { Tracer, TracerProvider } from '../otel.js';
import { replaceMethod } from '../shape.js';
import type { EventSink } from '../sink.js';
import { slot } from '../slot.js';
import { captureStack, innermostFrame, userFramesOf } from '../stack.js';
import { apiFolder } from './api-module.js';
import { isOurs } from './provisional.js';

/** A copy of the API: its version, and the module that holds its `trace`. */
export interface ApiCopy {
  readonly version: string;
  readonly file: string;
  /** It was bundled into that file, and there are no modules of it to load an SDK on. */
  readonly bundled?: true;
}

interface TraceApi {
  readonly _proxyTracerProvider?: { getDelegate?(): TracerProvider };
}

/** With which copy the app has registered its provider, or could not, as another copy had been there before. */
let heard: ApiCopy | undefined;
let refused: { readonly copy: ApiCopy; readonly by: ApiCopy } | undefined;
const told = new Set<string>();
/** The next span is asked of a tracer that was fetched early. */
let early = false;

export function providerIsHeardBy(copy: ApiCopy): void {
  heard = copy;
  refused = undefined;
}

/** `by`: with which something else was registered before. */
export function providerWasRefused(copy: ApiCopy, by: ApiCopy): void {
  if (!heard) refused = { copy, by };
}

/** A tracer that this copy had given away early is used, and the app has registered its provider by now. */
export function earlyTracerUsed({ file }: ApiCopy): void {
  early = heard !== undefined && heard.file !== file;
}

/** Spans of a copy that finds no provider are none. The tracer that makes them is the same for all of its kind. */
export function watchUnheard(trace: object, copy: ApiCopy, sink: EventSink): void {
  const tracer = (trace as TraceApi)._proxyTracerProvider?.getDelegate?.()?.getTracer('');
  const owner = tracer && (Object.getPrototypeOf(tracer) as Tracer | null);
  if (!owner || !Object.hasOwn(owner, 'startSpan')) return;
  replaceMethod(owner, 'startSpan', (original) => {
    return function startSpan(this: Tracer, ...args) {
      guarded(() => tell(copy, sink, startSpan));
      return original.apply(this, args);
    };
  });
}

function tell(copy: ApiCopy, sink: EventSink, above: (...args: never[]) => unknown): void {
  const present = slot();
  const provider = present?.trace;
  const why = present && reason(copy, present.version);
  early = false;
  if (provider && !isOurs(provider) && heard && why) tellOnce(copy, why, heard, sink, above);
  else if (!provider && refused) tellOnce(refused.copy, 'refused', refused.by, sink, above);
}

/** A tracer that does nothing can also be had on purpose, from a proxy of one's own. */
function reason(copy: ApiCopy, version: string): 'early' | 'refuses' | undefined {
  if (!understands(copy.version, version)) return 'refuses';
  return early ? 'early' : undefined;
}

/** As the API does it: the same major version, and no newer a minor one than what is there. */
function understands(own: string, present: string): boolean {
  const [major, minor] = numbers(own);
  const [presentMajor, presentMinor] = numbers(present);
  return major === presentMajor && minor <= presentMinor;
}

function numbers(version: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}

/** The whole of it once, and afterwards that there was another. */
function tellOnce(
  copy: ApiCopy,
  why: NonNullable<UnheardEvent['why']>,
  listener: ApiCopy,
  sink: EventSink,
  above: (...args: never[]) => unknown,
): void {
  const { file, version } = copy;
  if (told.has(file)) {
    sink.write({ t: 'unheard', file });
    return;
  }
  told.add(file);
  const stack = captureStack(above);
  const by = stack && innermostFrame(stack, (name) => !name.startsWith(apiFolder(file)));
  const st = stack ? userFramesOf(stack) : [];
  sink.write({
    t: 'unheard',
    file,
    version,
    why,
    heard: [listener.version, listener.file],
    ...(st.length > 0 ? { st } : {}),
    ...(by ? { by } : {}),
  });
}
