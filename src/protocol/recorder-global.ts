/**
 * The global variable under which the recorder is found by rewritten code. A plain name and not a property of
 * `globalThis` under a symbol: modules declare a `globalThis` or a `Symbol` of their own (readable-stream 4 has one),
 * and `typeof` of a name works wherever it stands.
 */
export const RECORDER_GLOBAL = '__otelCtxDoctor';
