import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../src/report/report.js';
import { nodeBinary } from '../corpus/node-binary.js';
import { type Ended, runNode } from '../corpus/run-node.js';
import { cellPackages } from './cell-packages.js';
import type { Cell } from './cells.js';
import { type Emitted, emitProgram } from './emit-program.js';
import type { Found } from './expected.js';
import { foundIn } from './found-in.js';

const BIN = fileURLToPath(new URL('../../bin/otel-ctx-doctor.js', import.meta.url));

export interface CellResult {
  readonly findings: readonly Found[];
  readonly spans: number;
  readonly stdout: string;
  /** Which Node, API and SDK the recorder met: the cell's own, or the cell says nothing. */
  readonly runtime: { readonly node: string; readonly otelApi: string; readonly sdk: string };
}

/** Runs the program in the cell under the doctor. */
export async function runCell(cell: Cell): Promise<CellResult> {
  const { sdk, api, node, form } = cell;
  const folder = join(cellPackages(sdk.packages, api), `${sdk.setUp}-${node}-${form}`);
  const emitted = emitProgram(cell, folder);
  const report = join(folder, 'report.json');
  const ended = await runNode({
    args: [BIN, 'run', '--quiet', '--no-color', '--output', `json=${report}`, emitted.entry],
    node: binaryOf(node),
    cwd: folder,
  });
  return resultOf(reportIn(report, ended), ended, emitted);
}

function resultOf(report: Report, { stdout, stderr }: Ended, emitted: Emitted): CellResult {
  const { exitCode } = report.outcome;
  if (exitCode !== 0) throw new Error(`the program ended with ${exitCode}:\n${stderr}`);
  const { node, otelApi, sdk } = report.runtime;
  return {
    findings: foundIn(report, emitted),
    spans: report.summary.spans,
    stdout,
    runtime: { node: majorOf(node), otelApi: otelApi.map(minorOf).join(' and '), sdk },
  };
}

function reportIn(file: string, { code, stderr }: Ended): Report {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report;
  } catch {
    throw new Error(`no report; the doctor ended with ${code}:\n${stderr}`);
  }
}

function binaryOf(major: string): string {
  return major === majorOf(process.versions.node) ? process.execPath : nodeBinary(major);
}

function majorOf(version: string): string {
  return version.split('.')[0] ?? '';
}

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
