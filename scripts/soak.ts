// Does the recorder's memory stay where it is, and the recording on the disk? `npm run soak -- [requests] [MB]`: the same
// service with and without the doctor, for so many requests each.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUESTS = Number(process.argv[2] ?? 2_000_000);
const MAX_RECORDING_MB = process.argv[3] ?? '2048';
/** Resident memory of the service under the doctor, over that without. */
const LIMIT = 1.25;
const CONNECTIONS = 32;
const SAMPLE_MS = 500;
const TELL_MS = 10_000;

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const SERVICE = here('soak/service.ts');
const BIN = here('../bin/otel-ctx-doctor.js');

interface Soaked {
  /** Largest resident memory, in MB. */
  readonly service: number;
  /** The median of what was seen of it, in MB. */
  readonly usual: number;
  readonly runner: number;
  readonly judge: number;
  /** Largest size of the recording, in MB. */
  readonly disk: number;
  readonly seconds: number;
  readonly output: string;
}

interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  /** The folder of its recording. */
  readonly folder: string | null;
}

async function soak({ name, args, folder }: Subject): Promise<Soaked> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stderr?.on('data', (data: Buffer) => {
    output += data.toString();
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const { port, pid } = await listening(child);
  const started = Date.now();
  const peak = { service: 0, runner: 0, judge: 0, disk: 0 };
  let done = 0;
  let told = started;
  const seen: number[] = [];
  const sample = (): void => {
    const service = residentMb(pid);
    if (service > 0) seen.push(service);
    peak.service = Math.max(peak.service, service);
    if (done < REQUESTS) peak.runner = Math.max(peak.runner, residentMb(child.pid ?? 0));
    else peak.judge = Math.max(peak.judge, residentMb(child.pid ?? 0));
    if (folder !== null) peak.disk = Math.max(peak.disk, sizeMb(folder));
    if (Date.now() - told < TELL_MS) return;
    told = Date.now();
    const rate = (done / (told - started)) * 1000;
    console.error(
      `${name}: ${done} of ${REQUESTS} requests, ${rate.toFixed(0)}/s; service ${residentMb(pid).toFixed(0)} MB, recording ${folder === null ? 0 : sizeMb(folder).toFixed(0)} MB`,
    );
  };
  const timer = setInterval(sample, SAMPLE_MS);
  await ask(port, () => ++done);
  sample();
  const seconds = (Date.now() - started) / 1000;
  process.kill(pid, 'SIGTERM');
  await ended;
  clearInterval(timer);
  const usual = seen.sort((a, b) => a - b)[Math.floor(seen.length / 2)] ?? 0;
  return { ...peak, usual, seconds, output };
}

function listening(child: ChildProcess): Promise<{ port: number; pid: number }> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}`)));
    child.stdout?.on('data', (data: Buffer) => {
      const [, port, pid] = /listening (\d+) (\d+)/.exec(data.toString()) ?? [];
      if (port && pid) resolve({ port: Number(port), pid: Number(pid) });
    });
  });
}

/** All requests, over a few connections that are kept alive, one after another on each. */
async function ask(port: number, tell: () => void): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  let left = REQUESTS;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      await one(agent, port);
      tell();
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  agent.destroy();
}

function one(agent: Agent, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    get({ agent, port, host: '127.0.0.1', path: '/rows/7' }, (response) => {
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
}

function residentMb(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function sizeMb(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder)) bytes += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return bytes / 1024 / 1024;
}

const work = mkdtempSync(join(tmpdir(), 'otel-ctx-doctor-soak-'));
const folder = join(work, 'recording');
const stop = (): void => rmSync(work, { recursive: true, force: true });
process.once('exit', stop);
const plain = await soak({ name: 'plain', args: ['--import', import.meta.resolve('tsx'), SERVICE], folder: null });
const recorder = [BIN, 'run', '--quiet', '--keep', folder, '--max-recording', MAX_RECORDING_MB, SERVICE];
const recorded = await soak({ name: 'recorded', args: recorder, folder });
console.log(recorded.output.trim());
const ratio = recorded.service / plain.service;
const mb = (value: number): string => `${value.toFixed(0)} MB`;
console.log(`
${REQUESTS} requests each: ${plain.seconds.toFixed(0)} s plain, ${recorded.seconds.toFixed(0)} s recorded
resident memory of the service at most ${mb(recorded.service)} against ${mb(plain.service)}: ${ratio.toFixed(2)} (limit ${LIMIT})
mostly ${mb(recorded.usual)} against ${mb(plain.usual)}: ${(recorded.usual / plain.usual).toFixed(2)}
of the runner at most ${mb(recorded.runner)} while the program ran, ${mb(recorded.judge)} while it judged
the recording took at most ${mb(recorded.disk)} (--max-recording ${MAX_RECORDING_MB})`);
process.exitCode = ratio <= LIMIT ? 0 : 1;
