/** `SpanKind` of the API, which is one less than that of OTLP. */
export const INTERNAL = 0;
export const SERVER = 1;
export const CLIENT = 2;
export const PRODUCER = 3;
export const CONSUMER = 4;
