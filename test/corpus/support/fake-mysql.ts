/** As much of a MySQL server as the corpus needs: any query gives one row, `{ value: <the query> }`. */

import { once } from 'node:events';
import type { AddressInfo, Server, Socket } from 'node:net';
import mysql from 'mysql2';

export interface FakeMysql {
  readonly port: number;
  close(): void;
}

/** The server half of mysql2, which its types leave out. */
interface ServerConnection {
  readonly stream: Socket;
  sequenceId: number;
  on(event: string, listener: (sql: string) => void): void;
  serverHandshake(hello: object): void;
  writeOk(): void;
  writeTextResult(rows: object[], columns: object[]): void;
  close(): void;
}
type CreateServer = (onConnection: (connection: ServerConnection) => void) => {
  readonly _server: Server;
  listen(port: number, host: string): void;
};

const COLUMN = {
  catalog: 'def',
  schema: 'shop',
  table: 't',
  orgTable: 't',
  name: 'value',
  orgName: 'value',
  characterSet: 33,
  columnLength: 384,
  columnType: 253,
  flags: 0,
  decimals: 0,
};

export async function startMysql(delayMs = 4): Promise<FakeMysql> {
  const connections = new Set<ServerConnection>();
  const server = (mysql as unknown as { createServer: CreateServer }).createServer((connection) => {
    connections.add(connection);
    connection.on('error', () => {});
    connection.serverHandshake({
      protocolVersion: 10,
      serverVersion: '8.0.0 fake',
      connectionId: connections.size,
      statusFlags: 2,
      characterSet: 8,
      capabilityFlags: 0xffffff ^ 2048 ^ 0x20,
      authCallback(_: unknown, done: (error: null) => void) {
        done(null);
        connection.sequenceId = 0;
      },
    });
    connection.on('query', (sql: string) => {
      setTimeout(() => {
        connection.writeTextResult([{ value: sql }], [COLUMN]);
        connection.sequenceId = 0;
      }, delayMs);
    });
    connection.on('ping', () => {
      connection.writeOk();
      connection.sequenceId = 0;
    });
    connection.on('quit', () => connection.close());
  });
  server.listen(0, '127.0.0.1');
  await once(server._server, 'listening');
  return {
    port: (server._server.address() as AddressInfo).port,
    close() {
      server._server.close();
      for (const connection of connections) connection.stream.destroy();
    },
  };
}
