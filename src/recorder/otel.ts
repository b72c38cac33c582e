/** The little that the recorder needs to know of OpenTelemetry's objects. They belong to the app and may be of any version. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly isRemote?: boolean;
  readonly traceFlags?: number;
}

export interface Span {
  spanContext(): SpanContext;
  isRecording(): boolean;
  end(...args: unknown[]): void;
  readonly status?: { readonly code?: number };
  readonly attributes?: unknown;
}

export interface Context {
  getValue(key: symbol): unknown;
  deleteValue(key: symbol): Context;
}

export function isContext(value: unknown): value is Context {
  return (
    typeof value === 'object' && value !== null && typeof (value as { getValue?: unknown }).getValue === 'function'
  );
}

export interface ContextManager {
  active(): Context;
  with(context: Context, fn: (...args: unknown[]) => unknown, thisArg?: unknown, ...args: unknown[]): unknown;
  bind(context: Context, target: unknown): unknown;
  enable(): unknown;
  disable(): unknown;
}

export interface SpanOptions {
  readonly kind?: number;
  readonly root?: boolean;
  readonly links?: readonly { readonly context: SpanContext }[];
}

export interface Tracer {
  startSpan(name: string, options?: SpanOptions, context?: Context): Span;
  startActiveSpan(...args: unknown[]): unknown;
  readonly instrumentationScope?: { readonly name?: string };
  readonly instrumentationLibrary?: { readonly name?: string };
}

export interface TracerProvider {
  getTracer(name: string, version?: string, options?: unknown): Tracer;
}

/** The API's own key, the same in all its copies (`createContextKey` is `Symbol.for`). */
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');

export function spanOf(context: Context): Span | undefined {
  return context.getValue(SPAN_KEY) as Span | undefined;
}

export function withoutSpan(context: Context): Context {
  return context.deleteValue(SPAN_KEY);
}

const INVALID_TRACE = '0'.repeat(32);
const INVALID_SPAN = '0'.repeat(16);

export function isValid(context: SpanContext): boolean {
  return context.traceId !== INVALID_TRACE && context.spanId !== INVALID_SPAN;
}
