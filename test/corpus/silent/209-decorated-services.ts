/** A `@traced` decorator on the methods of a class hierarchy. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Attributes, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('accounts');

type Method<T, A extends unknown[], R> = (this: T, ...args: A) => Promise<R>;

function traced<T, A extends unknown[], R>(name: string, attributes: Attributes = {}) {
  return (method: Method<T, A, R>, _of: ClassMethodDecoratorContext<T, Method<T, A, R>>): Method<T, A, R> =>
    function tracedMethod(...args) {
      return tracer.startActiveSpan(name, { attributes }, async (span) => {
        try {
          return await method.apply(this, args);
        } catch (error) {
          span.recordException(error as Error);
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    };
}

abstract class Repository<V> {
  protected readonly rows = new Map<string, V>();

  @traced('repository.find')
  async find(id: string): Promise<V> {
    await this.connect();
    const row = this.rows.get(id);
    if (row === undefined) throw new Error(`${id} is not there`);
    return row;
  }

  protected abstract connect(): Promise<void>;
}

class Accounts extends Repository<{ balance: number }> {
  constructor() {
    super();
    this.rows.set('ada', { balance: 10 }).set('bob', { balance: 3 });
  }

  @traced('accounts.connect', { 'db.system.name': 'memory' })
  protected async connect(): Promise<void> {
    await sleep(1);
  }

  override async find(id: string): Promise<{ balance: number }> {
    return super.find(id.toLowerCase());
  }
}

class Transfers {
  readonly #accounts: Accounts;
  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  @traced('transfers.move')
  async move(from: string, to: string, amount: number): Promise<string> {
    const [source, target] = await Promise.all([this.#accounts.find(from), this.#accounts.find(to)]);
    source.balance -= amount;
    target.balance += amount;
    return `${source.balance} and ${target.balance}`;
  }
}

const transfers = new Transfers(new Accounts());

async function post(from: string, to: string): Promise<string> {
  return tracer.startActiveSpan(`POST /transfers/${from}/${to}`, { kind: SpanKind.SERVER }, async (span) => {
    const text = await transfers.move(from, to, 2).catch((error: Error) => error.message);
    span.end();
    return text;
  });
}

console.log(await Promise.all([post('Ada', 'Bob'), post('Bob', 'Eve')]));
