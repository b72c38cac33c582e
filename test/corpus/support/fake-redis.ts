/** As much of a Redis server as the corpus needs, in this process. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface FakeRedis {
  readonly port: number;
  close(): void;
}

export async function startRedis(): Promise<FakeRedis> {
  const data = new Map<string, string>();
  const subscribers = new Map<string, Set<Socket>>();
  const sockets = new Set<Socket>();
  const bulk = (text: string | undefined) =>
    text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

  function answer(socket: Socket, [name = '', key = '', ...rest]: string[]): string {
    switch (name.toLowerCase()) {
      case 'info':
        return bulk('redis_version:7.0.0\r\nloading:0');
      case 'get':
        return bulk(data.get(key));
      case 'set':
        data.set(key, rest[0] ?? '');
        return '+OK\r\n';
      case 'setex':
        data.set(key, rest[1] ?? '');
        return '+OK\r\n';
      case 'incr':
        data.set(key, String(Number(data.get(key) ?? 0) + 1));
        return `:${data.get(key)}\r\n`;
      case 'del':
        return `:${data.delete(key) ? 1 : 0}\r\n`;
      case 'subscribe':
        subscribers.set(key, (subscribers.get(key) ?? new Set()).add(socket));
        return `*3\r\n${bulk('subscribe')}${bulk(key)}:1\r\n`;
      case 'publish':
        for (const to of subscribers.get(key) ?? []) to.write(`*3\r\n${bulk('message')}${bulk(key)}${bulk(rest[0])}`);
        return `:${subscribers.get(key)?.size ?? 0}\r\n`;
      case 'hello':
        return '-ERR unknown command\r\n';
      default:
        return '+OK\r\n';
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let read = readCommand(text); read !== null; read = readCommand(text)) {
        text = text.slice(read.length);
        const reply = answer(socket, read.words);
        setTimeout(() => socket.write(reply), 3);
      }
    });
    socket.on('error', () => {});
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

/** `*2\r\n$3\r\nGET\r\n$1\r\na\r\n` */
function readCommand(text: string): { words: string[]; length: number } | null {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (head === null) return null;
  const words: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left--) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (size === null) return null;
    const start = at + size[0].length;
    const end = start + Number(size[1]);
    if (text.length < end + 2) return null;
    words.push(text.slice(start, end));
    at = end + 2;
  }
  return { words, length: at };
}
