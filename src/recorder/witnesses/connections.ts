import type { Sink } from '../sink.js';

/** A socket as both ends of a connection know it. */
export interface Connected {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

interface Connection {
  /** Its number in the recording, 0 until something was written of it. */
  number: number;
  requests: number;
}

/** The n-th request that one end sends on a connection is the n-th that the other end gets. */
export class Connections {
  readonly #sink: Sink;
  readonly #known = new WeakMap<object, Connection>();
  #count = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Counts one more request on it, and says which it is, from 1. */
  next(socket: object): number {
    return ++this.#of(socket).requests;
  }

  /** Its number in the recording. `undefined`: not connected (any more), or without addresses, as on a Unix socket. */
  number(socket: object & Connected): number | undefined {
    const connection = this.#of(socket);
    if (connection.number !== 0) return connection.number;
    const { localAddress, localPort, remoteAddress, remotePort } = socket;
    if (!localAddress || !remoteAddress || !localPort || !remotePort) return undefined;
    connection.number = ++this.#count;
    this.#sink.write({
      t: 'hc',
      c: connection.number,
      own: endpoint(localAddress, localPort),
      peer: endpoint(remoteAddress, remotePort),
    });
    return connection.number;
  }

  #of(socket: object): Connection {
    let connection = this.#known.get(socket);
    if (!connection) {
      connection = { number: 0, requests: 0 };
      this.#known.set(socket, connection);
    }
    return connection;
  }
}

/** A server that listens on `::` sees IPv4 peers in IPv6 clothes. */
function endpoint(address: string, port: number): string {
  return `${address.replace(/^::ffff:/i, '')}:${port}`;
}
