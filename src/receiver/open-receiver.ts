import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { oneLine, UserError } from '../errors.js';
import { otlpGrpcServer } from './grpc-server.js';
import { otlpHttpServer } from './http-server.js';
import type { Intake } from './intake.js';

export interface ReceiverAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly ports: readonly number[];
}

export interface Receiver {
  /** In the order in which they were asked for. */
  readonly ports: readonly number[];
  close(): Promise<void>;
}

/** The beginning of HTTP/2 (RFC 9113, 3.4), which gRPC is spoken over; what else begins so is no HTTP. */
const HTTP2 = 'PRI ';

/** Each may have requests on their way; of programs on one machine there are a few. */
const MOST_CONNECTIONS = 500;

/** Whoever connects and says nothing. */
const SILENT_MS = 30_000;

/** Listens for OTLP. Each port understands HTTP and gRPC: an exporter that takes one for the other is understood, too. */
export async function openReceiver({ host, ports }: ReceiverAddress, intake: Intake): Promise<Receiver> {
  const http = otlpHttpServer(intake);
  const grpc = otlpGrpcServer(intake);
  const sockets = new Set<Socket>();
  const connect = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away in the middle of something.
    socket.on('error', () => socket.destroy());
    socket.setTimeout(SILENT_MS, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.pause();
      socket.unshift(first);
      if (first.toString('latin1', 0, HTTP2.length) === HTTP2) grpc.connect(socket);
      else http.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  };
  const servers: Server[] = [];
  const closeAll = async (): Promise<void> => {
    const closed = servers.map((server) => new Promise((done) => server.close(done)));
    grpc.close();
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  try {
    for (const port of ports) servers.push(await listening(createServer(connect), host, port));
  } catch (error) {
    await close();
    throw error;
  }
  return { ports: servers.map((server) => (server.address() as AddressInfo).port), close };
}

function listening(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port)));
    server.maxConnections = MOST_CONNECTIONS;
    server.listen(port, host, () => resolve(server));
  });
}

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE')
    return new UserError(
      `Port ${port} of ${oneLine(host)} is taken: another receiver may be listening, a Collector say.`,
      'Stop that, or choose another port: --http-port, --grpc-port, 0 for any that is free.',
    );
  if (error.code === 'EACCES')
    return new UserError(`Port ${port} may not be opened by you.`, 'Choose one above 1023, or 0 for any that is free.');
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND' || error.code === 'EINVAL')
    return new UserError(
      `${oneLine(host)} is no address of this machine.`,
      'Leave --host out, or give one of its own, such as 127.0.0.1, ::1 or 0.0.0.0.',
    );
  return error;
}
