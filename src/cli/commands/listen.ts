import { type Command, InvalidArgumentError } from 'commander';
import { isIP } from 'node:net';
import type { Style } from '../../report/style.js';
import { cleanText } from '../../report/text/clean-text.js';
import type { ListenAddresses } from '../../runner/listen/listen-and-judge.js';
import type { LiveFinding } from '../../runner/listen/live-findings.js';
import { checkOutputs } from '../check-outputs.js';
import { styleFor, writeAll } from '../io.js';
import { startLiveLine } from '../live-line.js';
import { openGates } from '../open-gates.js';
import { addJudgeOptions, type JudgeOptions, megabytes, seconds, wholeNumber } from '../options.js';
import { NO_SETTINGS } from '../rule-settings.js';
import { withConfig } from '../with-config.js';
import { rendererFor, writeReport } from '../write-report.js';

interface ListenOptions extends JudgeOptions {
  readonly host: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly for?: number;
  readonly traces?: number;
  readonly settle: number;
  readonly maxMemory: number;
}

/** The ports that OTLP has: https://opentelemetry.io/docs/specs/otlp/ */
const HTTP_PORT = 4318;
const GRPC_PORT = 4317;

/** Exporters send every five seconds by default, so two processes tell of one trace up to five seconds apart. */
const SETTLE_SECONDS = 10;

/** A million spans or so. */
const MAX_MEMORY_MB = 512;

/** `listen` */
export function addListenCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('listen')
    .summary('receive spans over OTLP from whatever sends them, and judge them')
    .description(
      'Takes the place of a Collector: receives spans over OTLP, by HTTP (protobuf and JSON) and by gRPC, and judges their traces. Ctrl-C, --for or --traces end it with the report.',
    )
    .option('--for <seconds>', 'end after this time', seconds)
    .option('--traces <n>', 'end when so many traces have come and gone quiet', positive)
    .option(
      '--settle <seconds>',
      'a trace is quiet when nothing more of it has come for this time',
      seconds,
      SETTLE_SECONDS,
    )
    .option('--host <address>', 'the address to listen on; any but a loopback lets others send, too', '127.0.0.1')
    .option('--http-port <port>', 'for OTLP over HTTP, 0 for any that is free', port, HTTP_PORT)
    .option('--grpc-port <port>', 'for OTLP over gRPC, 0 for any that is free', port, GRPC_PORT)
    .option(
      '--max-memory <MB>',
      'memory for spans that are not judged yet: beyond it, who sends is asked to come again later',
      megabytes,
      MAX_MEMORY_MB,
    )
    .addHelpText('after', EXAMPLES);
  addJudgeOptions(command).action(async () => {
    const options = await withConfig<ListenOptions>(command, 'judging');
    setExitCode(await listen(options));
  });
}

const EXAMPLES = `
Examples:
  $ otel-ctx-doctor listen
  $ otel-ctx-doctor listen --traces 1 --settle 6
  $ otel-ctx-doctor listen --for 60 --min-spans 1 --output html=report.html`;

async function listen(options: ListenOptions): Promise<number> {
  const gates = openGates(options);
  checkOutputs(options, gates, null);
  const { listenAndJudge } = await import('../../runner/listen/listen-and-judge.js');
  const liveLine = startLiveLine(options);
  const style = liveLine && (await styleFor(process.stderr, options.color));
  const listening = listenAndJudge({
    host: options.host,
    httpPort: options.httpPort,
    grpcPort: options.grpcPort,
    forSeconds: options.for ?? null,
    traces: options.traces ?? null,
    settleSeconds: options.settle,
    maxMemoryMb: options.maxMemory,
    onListening: (addresses) => writeAll(2, listeningText(addresses, options)),
    onProgress: liveLine?.show ?? null,
    onFinding: style && ((finding) => writeAll(2, liveText(finding, style))),
    ...(options.rule ?? NO_SETTINGS),
  });
  // What will be needed is loaded while nothing has come yet.
  const [judgement] = await Promise.all([listening.finally(liveLine?.end), rendererFor(options.format)]);
  return writeReport(judgement, gates, options, process.stdout);
}

function listeningText({ http, grpc }: ListenAddresses, { host }: ListenOptions): string {
  const open = isLoopback(host) ? '' : `otel-ctx-doctor: whoever reaches ${host} can send spans\n`;
  return `otel-ctx-doctor: listening on http://${http} (OTLP over HTTP) and ${grpc} (gRPC); Ctrl-C ends with the report\n${open}`;
}

function liveText({ rule, severity, message }: LiveFinding, style: Style): string {
  return `${style.severity[severity](`${severity}[${rule}]`)} ${cleanText(message)}\n`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function port(value: string): number {
  const number = wholeNumber(value);
  if (number > 65_535) throw new InvalidArgumentError('Not a port: 0 to 65535.');
  return number;
}

function positive(value: string): number {
  const number = wholeNumber(value);
  if (number === 0) throw new InvalidArgumentError('Not a number above 0.');
  return number;
}
