/** One connection, lent out by Bluebird's disposers; who has to wait is served by whoever gives it back. */

import { SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('accounts');

class Connection {
  balance(account: number): Bluebird<number> {
    return Bluebird.delay(4).then(() => account * 100);
  }
}

class Lender {
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #free: Connection | undefined = new Connection();

  borrow(): Bluebird<Connection> {
    const free = this.#free;
    this.#free = undefined;
    return free ? Bluebird.resolve(free) : new Bluebird((resolve) => this.#waiting.push(resolve));
  }

  giveBack(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#free = connection;
  }
}

const lender = new Lender();
const borrow = () => lender.borrow().disposer((connection) => lender.giveBack(connection));

function balance(account: number): Bluebird<number> {
  return Bluebird.using(borrow(), (connection) => {
    const span = tracer.startSpan(`query account ${account}`, { kind: SpanKind.CLIENT });
    return connection.balance(account).finally(() => span.end());
  });
}

async function get(account: number): Promise<string> {
  return tracer.startActiveSpan(`GET /accounts/${account}`, { kind: SpanKind.SERVER }, async (span) => {
    const amount = await balance(account);
    span.end();
    return `account ${account}: ${amount}`;
  });
}

console.log(await Promise.all([get(1), get(2)]));
