import { currentFrame, EMPTY_FRAME, type Execution, enterFrame, type Frame } from '../flow.js';
import { isOn, switchOff } from '../guard.js';
import { activeSpan } from '../slot.js';
import { recordOf, spansSoFar } from '../span-records.js';

/**
 * What the executor of a promise registers (`stream.on('data', …)` beside `stream.on('end', resolve)`) is there for the
 * promise: until that is settled, whoever waits for it waits for all of them.
 */

let executions = 0;
let tellSettled: (execution: number) => void = () => {};

/** Told when the promise is settled of whose wait a span was told. */
export function onSettled(teller: typeof tellSettled): void {
  tellSettled = teller;
}

export function settledNow(execution: Execution): void {
  if (execution.settled) return;
  execution.settled = true;
  if (execution.number !== 0 && isOn()) tellSettled(execution.number);
}

export function numberOfExecution(execution: Execution): number {
  if (execution.number === 0) execution.number = ++executions;
  return execution.number;
}

export class Executor {
  readonly execution: Execution;
  readonly #before: Frame | undefined;

  constructor(execution: Execution, before: Frame | undefined) {
    this.execution = execution;
    this.#before = before;
  }

  leave(): void {
    if (isOn()) enterFrame(this.#before);
  }
}

/** The executor of a promise begins. `undefined` where no open span waits for anything. */
export function executing(): Executor | undefined {
  if (!isOn() || spansSoFar() === 0) return undefined;
  try {
    const maker = recordOf(activeSpan());
    if (!maker || maker.ended) return undefined;
    const before = currentFrame();
    const execution: Execution = { maker, number: 0, settled: false };
    enterFrame({ ...(before ?? EMPTY_FRAME), execution });
    return new Executor(execution, before);
  } catch (error) {
    switchOff(error);
    return undefined;
  }
}
