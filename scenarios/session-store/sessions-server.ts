/** Stands for the Redis server that keeps the sessions: as much of it as a client asks for here. */

import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

const SESSIONS = new Map([['sess:s1', JSON.stringify({ cookie: {}, user: 'ada' })]]);

const textOf = (value: string | undefined): string =>
  value === undefined ? '$-1\r\n' : `$${value.length}\r\n${value}\r\n`;

/** A request comes as lines: the number of words, then each word after its length. */
function answer(request: string): string {
  const [, , command = '', , key = ''] = request.split('\r\n');
  if (command.toLowerCase() === 'info') return textOf('redis_version:7.0.0');
  return command.toLowerCase() === 'get' ? textOf(SESSIONS.get(key)) : '+OK\r\n';
}

export async function startSessionsServer(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on('data', (data) => socket.write(answer(data.toString())));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}
