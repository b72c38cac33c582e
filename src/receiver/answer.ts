import { RETRY_AFTER_SECONDS } from './limits.js';

/** What becomes of a request, in OTLP's terms, whatever it came by. */
export type Answer = Taken | Refused;

export interface Taken {
  readonly as: 'taken';
  /** Spans that were left out. */
  readonly rejected: number;
  /** Why; or what was odd, with none rejected. Empty: nothing. */
  readonly message: string;
}

export interface Refused {
  readonly as: keyof typeof CODES;
  readonly message: string;
}

/**
 * Whoever may come again is told so. HTTP's status and gRPC's code: https://opentelemetry.io/docs/specs/otlp/#failures,
 * https://github.com/grpc/grpc/blob/master/doc/statuscodes.md
 */
const CODES = {
  bad: { http: 400, grpc: 3 },
  'not-found': { http: 404, grpc: 12 },
  'not-post': { http: 405, grpc: 12 },
  'too-large': { http: 413, grpc: 3 },
  'unknown-type': { http: 415, grpc: 3 },
  'no-room': { http: 429, grpc: 8 },
  failed: { http: 500, grpc: 13 },
} as const;

export const TAKEN: Taken = { as: 'taken', rejected: 0, message: '' };

export const NO_ROOM: Refused = {
  as: 'no-room',
  message: `There is no room for more spans now: try again in ${RETRY_AFTER_SECONDS} s.`,
};

export function codesOf({ as }: Refused): { readonly http: number; readonly grpc: number } {
  return CODES[as];
}
