import type { FinishedSpan } from '../../protocol/finished-span.js';
import type { Trouble } from '../../readers/files/read-notes.js';
import { otlpVariables } from './otlp-variables.js';

/** Spans of programs that no recorder gets into, which they send themselves. */
export interface ForeignSpans {
  /** For the program's environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What has come, and what was wrong with it; nothing more comes after that. */
  close(): Promise<ReceivedSpans>;
}

export interface ReceivedSpans {
  readonly spans: readonly FinishedSpan[];
  readonly troubles: readonly Trouble[];
  readonly notes: readonly string[];
}

const LOOPBACK = '127.0.0.1';
const MB = 1024 * 1024;
const MAX_MEMORY_MB = 512;

/** Listens on a port that is free. */
export async function receiveForeign(env: NodeJS.ProcessEnv): Promise<ForeignSpans> {
  const [{ Intake }, { openReceiver }, { TraceStore }] = await Promise.all([
    import('../../receiver/intake.js'),
    import('../../receiver/open-receiver.js'),
    import('../../receiver/trace-store.js'),
  ]);
  const store = new TraceStore();
  const intake = new Intake({
    isFull: () => store.bytes > MAX_MEMORY_MB * MB,
    take: (spans) => {
      for (const span of spans) store.add(span, performance.now());
    },
  });
  const receiver = await openReceiver({ host: LOOPBACK, ports: [0] }, intake);
  const { variables, notes } = otlpVariables(env, `http://${LOOPBACK}:${receiver.ports[0]}`);
  return {
    variables,
    async close() {
      await receiver.close();
      return { spans: [...store.all()].flatMap(({ spans }) => spans), troubles: intake.notes.troubles(), notes };
    },
  };
}
