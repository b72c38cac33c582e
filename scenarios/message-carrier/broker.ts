/** A message broker: what is published waits in a log of bytes, and a loop that began at boot delivers it. */

import { setTimeout as sleep } from 'node:timers/promises';

type Handler = (message: { readonly body: Buffer }) => void;

export class Broker {
  readonly #log: { readonly topic: string; readonly body: Buffer }[] = [];
  readonly #handlers = new Map<string, Handler>();
  #open = true;
  readonly #delivery = this.#deliver();

  subscribe(topic: string, handler: Handler): void {
    this.#handlers.set(topic, handler);
  }

  async publish(topic: string, text: string): Promise<void> {
    await sleep(1);
    this.#log.push({ topic, body: Buffer.from(text) });
  }

  async close(): Promise<void> {
    this.#open = false;
    await this.#delivery;
  }

  async #deliver(): Promise<void> {
    while (this.#open) {
      await sleep(1);
      for (const { topic, body } of this.#log.splice(0)) this.#handlers.get(topic)?.({ body });
    }
  }
}
