import { Intake } from '../../receiver/intake.js';
import { openReceiver } from '../../receiver/open-receiver.js';
import { ReadNotes } from '../../readers/files/read-notes.js';
import { countOf } from '../../report/text/words.js';
import type { Judgement, JudgeRequest } from '../judge.js';
import { judgeSpans } from '../judge-spans.js';
import type { Progress } from '../progress.js';
import type { LiveFinding } from './live-findings.js';
import { PATIENCE_FOR_PARENTS, ReceivedTraces } from './received-traces.js';
import { untilEnough } from './until-enough.js';

export interface ListenRequest extends Pick<JudgeRequest, 'severities' | 'ruleOptions' | 'silence'> {
  readonly host: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  /** Ends after so many seconds. `null`: when it is told to. */
  readonly forSeconds: number | null;
  /** Ends when so many traces have gone quiet. `null`: when it is told to. */
  readonly traces: number | null;
  /** For so long nothing must have come of a trace until it counts as whole. */
  readonly settleSeconds: number;
  readonly maxMemoryMb: number;
  onListening(addresses: ListenAddresses): void;
  /** `null`: nobody looks on. */
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly onFinding: ((finding: LiveFinding) => void) | null;
}

export interface ListenAddresses {
  readonly http: string;
  readonly grpc: string;
}

const MB = 1024 * 1024;

/** Receives spans until it is enough, and judges them. */
export async function listenAndJudge(request: ListenRequest): Promise<Judgement> {
  const { host, httpPort, grpcPort, maxMemoryMb, onListening } = request;
  const notes = new ReadNotes();
  const received = new ReceivedTraces(
    { ...request, maxBytes: maxMemoryMb * MB, settleMs: request.settleSeconds * 1000, now: () => performance.now() },
    notes,
  );
  const intake = new Intake(received, notes);
  const receiver = await openReceiver({ host, ports: [httpPort, grpcPort] }, intake);
  const [http = 0, grpc = 0] = receiver.ports;
  const addresses = { http: address(host, http), grpc: address(host, grpc) };
  onListening(addresses);
  try {
    await untilEnough(request, received);
  } finally {
    await receiver.close();
  }
  received.finish();
  return judgeSpans(received.all(), {
    ...request,
    kind: 'otlp',
    files: [`http://${addresses.http}`, `grpc://${addresses.grpc}`],
    troubles: notes.troubles(),
    dropped: received.dropped,
    left: { takenOut: received.takenOut, notes: notesOn(received, request.settleSeconds) },
  });
}

function address(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function notesOn({ takenOut, untold, waiting }: ReceivedTraces, settleSeconds: number): string[] {
  const forgotten = takenOut.traces - waiting;
  const notes: string[] = [];
  if (forgotten > 0)
    notes.push(
      `${countOf(forgotten, 'trace')} ${forgotten === 1 ? 'was' : 'were'} judged and forgotten when quiet, or at the end: all are counted, and of each kind some are kept to be shown`,
    );
  if (untold > 0)
    notes.push(
      `of ${countOf(untold, 'finding')} more there was no room for an example, so that the report does not have them`,
    );
  if (waiting > 0)
    notes.push(
      `${countOf(waiting, 'trace')} still waited for a parent of the same process at the end, and ${waiting === 1 ? 'was' : 'were'} not judged: it may be at work yet (with --settle ${settleSeconds} it is waited for ${settleSeconds * PATIENCE_FOR_PARENTS} s)`,
    );
  return notes;
}
