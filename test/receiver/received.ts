import { Intake } from '../../src/receiver/intake.js';
import { openReceiver, type Receiver } from '../../src/receiver/open-receiver.js';
import type { FinishedSpan } from '../../src/protocol/finished-span.js';

export interface Received {
  readonly intake: Intake;
  readonly receiver: Receiver;
  readonly port: number;
  readonly spans: FinishedSpan[];
  /** Nothing is taken while it is. */
  full: boolean;
}

const opened: Receiver[] = [];

/** A receiver on a free port, and what it has received. */
export async function received(use: (spans: readonly FinishedSpan[]) => void = () => {}): Promise<Received> {
  const state = { full: false };
  const spans: FinishedSpan[] = [];
  const intake = new Intake({
    isFull: () => state.full,
    take: (more) => {
      use(more);
      for (const span of more) spans.push(span);
    },
  });
  const receiver = await openReceiver({ host: '127.0.0.1', ports: [0] }, intake);
  opened.push(receiver);
  return Object.assign(state, { intake, receiver, port: receiver.ports[0] ?? 0, spans });
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((receiver) => receiver.close()));
}

/** `1 bad-id`, in the order of the table of troubles. */
export function troubles({ intake }: Received): string[] {
  return intake.notes.troubles().map(({ count, sort }) => `${count} ${sort}`);
}
