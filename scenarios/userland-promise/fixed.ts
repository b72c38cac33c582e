/** A mailing service. Its address book is a Bluebird promise, which is loaded once when the service starts. */

import { setTimeout as sleep } from 'node:timers/promises';
import { context, SpanKind, trace } from '@opentelemetry/api';
import Bluebird from 'bluebird';

const tracer = trace.getTracer('mailing');

type AddressBook = ReadonlyMap<string, string>;

function loadAddressBook(): Bluebird<AddressBook> {
  return Bluebird.delay(10).then(
    () =>
      new Map([
        ['ada', 'ada@example.org'],
        ['bob', 'bob@example.org'],
      ]),
  );
}

const addressBook = loadAddressBook();

function lookUp(book: AddressBook, name: string): string {
  const span = tracer.startSpan(`look up ${name}`);
  try {
    return book.get(name) ?? 'nobody';
  } finally {
    span.end();
  }
}

function addressOf(name: string): Bluebird<string> {
  return addressBook.then(context.bind(context.active(), (book: AddressBook) => lookUp(book, name)));
}

function send(name: string): Promise<string> {
  return tracer.startActiveSpan(`POST /mails/${name}`, { kind: SpanKind.SERVER }, async (span) => {
    try {
      const address = await addressOf(name);
      await sleep(2);
      return `mail to ${address}`;
    } finally {
      span.end();
    }
  });
}

for (const line of await Promise.all(['ada', 'bob'].map(send))) console.log(line);
