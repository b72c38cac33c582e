/** As much of a PostgreSQL server as the corpus needs: any query gives one row, `{ value: <the query> }`. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface FakePostgres {
  readonly port: number;
  close(): void;
}

const message = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const int16 = (value: number) => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255]);
const text = (value: string) => Buffer.from(`${value}\0`);

const READY = message('Z', Buffer.from('I'));
const ROW_DESCRIPTION = message(
  'T',
  int16(1),
  text('value'),
  int32(0),
  int16(0),
  int32(25),
  int16(-1),
  int32(-1),
  int16(0),
);

function rows(query: string): Buffer {
  const value = Buffer.from(query);
  return Buffer.concat([message('D', int16(1), int32(value.length), value), message('C', text('SELECT 1'))]);
}

export async function startPostgres(delayMs = 4): Promise<FakePostgres> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let bytes = Buffer.alloc(0);
    let started = false;
    let prepared = '';
    const later = (reply: Buffer) => setTimeout(() => socket.write(reply), delayMs);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (!started && bytes.length >= 4 && bytes.length >= bytes.readInt32BE(0)) {
        bytes = bytes.subarray(bytes.readInt32BE(0));
        started = true;
        socket.write(Buffer.concat([message('R', int32(0)), READY]));
      }
      while (started && bytes.length >= 5 && bytes.length > bytes.readInt32BE(1)) {
        const type = String.fromCharCode(bytes[0] ?? 0);
        const body = bytes.subarray(5, bytes.readInt32BE(1) + 1);
        bytes = bytes.subarray(bytes.readInt32BE(1) + 1);
        if (type === 'Q') later(Buffer.concat([ROW_DESCRIPTION, rows(body.toString().replaceAll('\0', '')), READY]));
        else if (type === 'P') prepared = body.toString().split('\0')[1] ?? '';
        else if (type === 'S') {
          later(Buffer.concat([message('1'), message('2'), ROW_DESCRIPTION, rows(prepared), READY]));
        } else if (type === 'X') socket.end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
