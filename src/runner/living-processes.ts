import { isOurs } from './is-ours.js';
import { recordedFiles } from './recorded-files.js';

/** A file of a recording: the process is in its name, and thread 0 is the one that every process has. */
const RECORDED = /^spans-(\d+)-/;

/** Recorded processes of a run that still live, by their ids. Only those that can be proved to be ours. */
export function livingProcesses(runFolder: string): number[] {
  const ids = recordedFiles(runFolder).flatMap((name) => RECORDED.exec(name)?.[1] ?? []);
  return [...new Set(ids)].map(Number).filter((id) => isOurs(id, runFolder));
}
