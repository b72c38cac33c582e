import { type Command, InvalidArgumentError } from 'commander';
import { ALL, type Selection } from '../clickhouse/selection.js';
import { UserError } from '../errors.js';

/** Options of `check` that choose from a database. */
export interface SelectionOptions {
  readonly since?: Date;
  readonly until?: Date;
  readonly service?: readonly string[];
  readonly sample?: number;
}

export function addSelectionOptions(command: Command): Command {
  return command
    .option(
      '--since <time>',
      'of a database: traces that have a span from this time on: 2026-11-25T10:00:00Z, or 30m, 6h, 2d for that long ago',
      pastMoment,
    )
    .option(
      '--until <time>',
      'of a database: traces that have a span before this time; now: those as well that may not be all there yet',
      pastMoment,
    )
    .option('--service <name>', 'of a database: traces that this service takes part in (repeatable)', collectService)
    .option('--sample <share>', 'of a database: a part of the traces, chosen by their ids: 0.01, or 1%', share);
}

/** What to look at in a database; files are read whole. */
export function selectionOf({ since, until, service = [], sample = 1 }: SelectionOptions): Selection {
  if (since && until && since >= until)
    throw new UserError('--since is not before --until.', 'Give a time to --since that comes before that of --until.');
  return { ...ALL, since: since ?? null, until: until ?? null, services: service, sample };
}

export function isEverything({ since, until, services, sample }: Selection): boolean {
  return !since && !until && services.length === 0 && sample === 1;
}

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGO = /^(\d+(?:\.\d+)?)([smhd])$/;
/** A date, with or without a time; without a zone it is that of this machine. */
const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

export function pastMoment(value: string): Date {
  if (value === 'now') return new Date();
  const [, count, unit = ''] = AGO.exec(value) ?? [];
  const date = count === undefined ? new Date(value) : new Date(Date.now() - Number(count) * (UNITS_MS[unit] ?? 0));
  if ((count === undefined && !DATE.test(value)) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('Write it as 2026-11-25T10:00:00Z, as 30m, 6h or 2d for that long ago, or as now.');
  return date;
}

function collectService(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function share(value: string): number {
  const [, number = '', percent] = /^(\d*\.?\d+)(%)?$/.exec(value) ?? [];
  const part = Number(number) / (percent ? 100 : 1);
  if (!(part > 0 && part <= 1) || number === '')
    throw new InvalidArgumentError('Write it as a number above 0 and up to 1, or as 5%.');
  return part;
}
