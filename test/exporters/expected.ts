/** What `cases.cjs` gives: `rule, how many times, text on the line`. */
export const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  flushed: [],
  'shut-down': [],
  'shut-down-by-signal': [],
  'before-exit': [],
  'simple-quick': [],
  'never-calls-back': [],
  'in-memory': [],
  'on-console': [],
  'no-exporter': [],
  unsampled: [],
  refused: [],
  'sieve-before': [],
  'sieve-subclass': [],
  'sieve-inside': [],
  'sieve-behind': [],
  'flight-recorder': [],
  killed: [],
  crashed: [],
  'queue-just-large-enough': [],
  exit: ['unflushed-exit, 3 times, process.exit(); // too early'],
  end: ['unflushed-exit, 3 times, api.trace.setGlobalTracerProvider(provider);'],
  'not-waited-for': ['unflushed-exit, 3 times, process.exit(); // while it is shutting down'],
  'in-exit-listener': ['unflushed-exit, 2 times, api.trace.setGlobalTracerProvider(provider);'],
  'on-the-way': ['unflushed-exit, 3 times, process.exit(); // before the answer'],
  'by-signal': ["unflushed-exit, 3 times, process.once('SIGTERM', () => process.exit()); // without a flush"],
  'sieve-before-exit': ['unflushed-exit, 15 times, process.exit(); // with what it let through'],
  'one-of-two': ['unflushed-exit, 3 times, process.exit(); // though one has got them'],
  overflow: ['dropped-spans, 15 times, api.trace.setGlobalTracerProvider(provider);'],
  'overflow-again': ['dropped-spans, 15 times, api.trace.setGlobalTracerProvider(provider);'],
  'overflow-and-exit': [
    'unflushed-exit, 2560 times, process.exit(); // with a full queue',
    'dropped-spans, 440 times, api.trace.setGlobalTracerProvider(provider);',
  ],
};

/** Ways in which `program.cjs` exports. */
export const WAYS = ['memory', 'console', 'simple', 'batch', 'sieve', 'hidden', 'late'] as const;
/** These need exporters that the project does not depend on. */
export const WAYS_OVER_NETWORK = ['otlp-json', 'otlp-proto', 'otlp-grpc'] as const;

/** With `--no-export` nothing of this may be printed: by a collector, or by an exporter. */
export const EXPORTED = /export of|POST|gRPC|traceId|^ {2}name:/m;
