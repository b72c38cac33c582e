import { Intake } from '../../receiver/intake.js';
import { openReceiver } from '../../receiver/open-receiver.js';
import { TraceStore } from '../../receiver/trace-store.js';
import type { Judgement, JudgeRequest } from '../judge.js';
import { judgeSpans } from '../judge-spans.js';
import type { Progress } from '../progress.js';
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
  readonly onProgress: ((progress: Progress) => void) | null;
}

export interface ListenAddresses {
  readonly http: string;
  readonly grpc: string;
}

const MB = 1024 * 1024;

/** Receives spans until it is enough, and judges them. */
export async function listenAndJudge(request: ListenRequest): Promise<Judgement> {
  const { host, httpPort, grpcPort, maxMemoryMb, onListening } = request;
  const store = new TraceStore();
  const intake = new Intake({
    isFull: () => store.bytes > maxMemoryMb * MB,
    take: (spans) => {
      const nowMs = performance.now();
      for (const span of spans) store.add(span, nowMs);
    },
  });
  const receiver = await openReceiver({ host, ports: [httpPort, grpcPort] }, intake);
  const [http = 0, grpc = 0] = receiver.ports;
  const addresses = { http: address(host, http), grpc: address(host, grpc) };
  onListening(addresses);
  try {
    await untilEnough(request, store);
  } finally {
    await receiver.close();
  }
  return judgeSpans(store.all(), {
    ...request,
    kind: 'otlp',
    files: [`http://${addresses.http}`, `grpc://${addresses.grpc}`],
    troubles: intake.notes.troubles(),
  });
}

function address(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
