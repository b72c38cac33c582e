import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { ModelBuilder } from '../../model/build.js';
import type { Lane, Span, Trace, TraceModel } from '../../model/types.js';
import { eachLine, parsed } from '../../readers/recording.js';
import { type KeptLines, withoutNotes } from './kept-lines.js';
import { besideOf, replaceLines, writeBeside } from './replace-lines.js';
import type { Window, WindowLane } from './window.js';

/** A segment that was written anew, beside the one that it will replace. */
interface Rewritten {
  readonly name: string;
  /** Spans of traces that may go later, once they are complete. */
  readonly undecided: boolean;
}

export interface Rewriting {
  /** What is left of the window. */
  readonly model: TraceModel;
  readonly files: readonly Rewritten[];
  /** Takes the notes off these spans (of `model`). */
  strip(spans: ReadonlySet<Span>): void;
  /** Each segment is replaced at once, so that there is a whole one at any time. */
  commit(): void;
}

/** Writes what stays of a window beside its segments. */
export function rewriteWindow(
  folder: string,
  windowLanes: readonly WindowLane[],
  window: Window,
  going: ReadonlySet<Span>,
  kept: KeptLines,
  undecided: ReadonlySet<Trace>,
): Rewriting {
  const builder = new ModelBuilder();
  const files: Rewritten[] = [];
  for (const { name: laneName, run, files: windowFiles } of windowLanes) {
    const lane = window.lanes.get(laneName);
    const target = builder.addLane(run);
    for (const { name, rewrite } of lane ? windowFiles : []) {
      const file = join(folder, name);
      if (rewrite) files.push({ name, undecided: rewritten(file, lane as Lane, target) });
      else eachLine(file, (line) => addTo(builder, target, line));
    }
  }
  const model = builder.build();
  return {
    model,
    files,
    strip: (spans) => stripFrom(folder, windowLanes, files, model, spans),
    commit() {
      for (const { name } of files) renameSync(besideOf(join(folder, name)), join(folder, name));
    },
  };

  function rewritten(file: string, lane: Lane, target: Lane): boolean {
    let isUndecided = false;
    writeBeside(file, (line) => {
      if (isOfGoing(line, lane)) return null;
      const event = parsed(line);
      // What is damaged stays, and is counted by the judge.
      if (!event || event.t === 'run') return line;
      const decision = kept.decide(lane, event);
      if (decision === false) return null;
      builder.add(target, decision === true ? event : decision);
      if (event.t === 's') isUndecided ||= isOfUndecided(lane, event.q);
      return decision === true ? line : JSON.stringify(decision);
    });
    return isUndecided;
  }

  function isOfUndecided(lane: Lane, number: number): boolean {
    const span = window.spanOf(lane, number);
    return span !== null && undecided.has(span.trace);
  }

  /** Most lines are starts and ends that go: these need not be parsed. */
  function isOfGoing(line: string, lane: Lane): boolean {
    if (!line.startsWith(START) && !line.startsWith(END)) return false;
    const span = window.spanOf(lane, Number.parseInt(line.slice(START.length), 10));
    return span !== null && going.has(span) && !kept.stubs.has(span);
  }
}

const START = '{"t":"s","q":';
const END = '{"t":"e","q":';

function addTo(builder: ModelBuilder, lane: Lane, line: string): void {
  const event = parsed(line);
  if (event && event.t !== 'run') builder.add(lane, event);
}

function stripFrom(
  folder: string,
  windowLanes: readonly WindowLane[],
  files: readonly Rewritten[],
  model: TraceModel,
  spans: ReadonlySet<Span>,
): void {
  const names = new Set(files.map(({ name }) => name));
  for (const [index, { files: windowFiles }] of windowLanes.entries()) {
    const byNumber = new Map([...spans].filter(({ lane }) => lane.index === index).map((span) => [span.number, span]));
    for (const { name } of windowFiles.filter((file) => byNumber.size > 0 && names.has(file.name))) {
      replaceLines(besideOf(join(folder, name)), (line) => {
        const event = line.startsWith(START) ? parsed(line) : null;
        const span = event?.t === 's' ? byNumber.get(event.q) : undefined;
        return event?.t === 's' && span && span.lane === model.lanes[index]
          ? JSON.stringify(withoutNotes(event, span))
          : line;
      });
    }
  }
}
