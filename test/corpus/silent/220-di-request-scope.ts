/** A small container: singletons are made by the first request that needs them, without anything that lives on. */

import { setTimeout as sleep } from 'node:timers/promises';
import { SpanKind, type Tracer, trace } from '@opentelemetry/api';

type Factory<T> = (container: Container) => T;

class Token<T> {
  declare readonly of: T;
  constructor(readonly name: string) {}
}

class Container {
  readonly #factories: Map<unknown, Factory<unknown>>;
  readonly #made = new Map<unknown, unknown>();
  readonly #parent: Container | undefined;

  constructor(parent?: Container) {
    this.#parent = parent;
    this.#factories = new Map();
  }

  provide<T>(token: Token<T>, factory: Factory<T>): this {
    this.#factories.set(token, factory);
    return this;
  }

  get<T>(token: Token<T>): T {
    if (this.#made.has(token)) return this.#made.get(token) as T;
    const factory = this.#factories.get(token);
    if (factory === undefined) {
      if (this.#parent === undefined) throw new Error(`nobody provides ${token.name}`);
      return this.#parent.get(token);
    }
    const made = factory(this) as T;
    this.#made.set(token, made);
    return made;
  }
}

const TRACER = new Token<Tracer>('tracer');
const CLOCK = new Token<{ tick(): number }>('clock');
const STORE = new Token<Store>('store');
const USER = new Token<string>('user');
const HANDLER = new Token<Handler>('handler');

class Store {
  readonly #tracer: Tracer;
  readonly #ready: Promise<void>;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
    this.#ready = this.#open();
  }

  async #open(): Promise<void> {
    await sleep(2);
  }

  async read(key: string): Promise<string> {
    await this.#ready;
    const span = this.#tracer.startSpan(`read ${key}`, { kind: SpanKind.CLIENT });
    await sleep(1);
    span.end();
    return `${key}!`;
  }
}

class Handler {
  readonly #of: Container;
  constructor(of: Container) {
    this.#of = of;
  }

  async handle(): Promise<string> {
    const user = this.#of.get(USER);
    return this.#of.get(TRACER).startActiveSpan(`GET /home/${user}`, { kind: SpanKind.SERVER }, async (span) => {
      const text = await this.#of.get(STORE).read(user);
      span.end();
      return `${this.#of.get(CLOCK).tick()} ${text}`;
    });
  }
}

let ticks = 0;
const root = new Container()
  .provide(TRACER, () => trace.getTracer('home'))
  .provide(CLOCK, () => ({ tick: () => ++ticks }))
  .provide(STORE, (container) => new Store(container.get(TRACER)));

const request = (user: string) =>
  new Container(root)
    .provide(USER, () => user)
    .provide(HANDLER, (container) => new Handler(container))
    .get(HANDLER)
    .handle();

console.log(await Promise.all([request('ada'), request('bob')]), await request('eve'));
