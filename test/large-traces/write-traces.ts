import { closeSync, openSync, writeSync } from 'node:fs';
import { otlpJsonLine } from './otlp-json-line.js';
import { otlpProtobufMessage } from './otlp-protobuf-message.js';
import type { PlantedProcess, PlantedSpan } from './planted-span.js';
import { type Planted, plantedTraces } from './planted-traces.js';

export interface TracesToWrite {
  readonly spans: number;
  readonly format: 'json' | 'protobuf';
  readonly seed?: number;
}

/** Spans of a process that are exported together: a trace comes in several requests. */
const SPANS_A_REQUEST = 100;
const WRITE_AT_BYTES = 1 << 20;

/** Writes a file of OTLP requests, as large as it may be, and says what is wrong in it. */
export function writeTraces(file: string, { spans, format, seed }: TracesToWrite): Planted {
  const fd = openSync(file, 'w');
  let pending: Uint8Array[] = [];
  let bytes = 0;
  const flush = (): void => {
    const all = Buffer.concat(pending);
    for (let at = 0; at < all.length; ) at += writeSync(fd, all, at);
    pending = [];
    bytes = 0;
  };
  const waiting = new Map<PlantedProcess, PlantedSpan[]>();
  const send = (process: PlantedProcess, batch: readonly PlantedSpan[]): void => {
    const request = format === 'json' ? Buffer.from(otlpJsonLine(process, batch)) : otlpProtobufMessage(process, batch);
    pending.push(request);
    bytes += request.length;
    if (bytes > WRITE_AT_BYTES) flush();
  };
  const { traces, planted } = plantedTraces(spans, seed);
  for (const trace of traces) {
    for (const span of trace) {
      const batch = waiting.get(span.process) ?? [];
      waiting.set(span.process, batch);
      if (batch.push(span) < SPANS_A_REQUEST) continue;
      send(span.process, batch);
      waiting.delete(span.process);
    }
  }
  for (const [process, batch] of waiting) send(process, batch);
  flush();
  closeSync(fd);
  return planted;
}
