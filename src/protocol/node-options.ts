/**
 * How the recorder gets into a process: by `NODE_OPTIONS`, in front of all that is there, because the program's own
 * `--require` and `--import` may already set up its telemetry. The recorder takes it out again when it has started.
 */
export interface Preload {
  /** Absolute path of a CommonJS file. */
  readonly file: string;
  /** URL of what compiles the entry, `null` for nothing. */
  readonly tsx: string | null;
}

/** tsx comes last: with `node --import tsx`, what stands in `NODE_OPTIONS` comes before it, too. */
export function withPreload(nodeOptions: string | undefined, { file, tsx }: Preload): string {
  return [
    requiring(file),
    ...(nodeOptions === undefined ? [] : [nodeOptions]),
    ...(tsx === null ? [] : [importing(tsx)]),
  ].join(' ');
}

/** What the program had given itself; `undefined`: no such variable. */
export function withoutPreload(nodeOptions: string | undefined, { file, tsx }: Preload): string | undefined {
  const before = requiring(file);
  if (nodeOptions === undefined || !`${nodeOptions} `.startsWith(`${before} `)) return nodeOptions;
  const after = tsx !== null && nodeOptions.endsWith(` ${importing(tsx)}`) ? importing(tsx).length + 1 : 0;
  const end = nodeOptions.length - after;
  return end === before.length ? undefined : nodeOptions.slice(before.length + 1, end);
}

function requiring(file: string): string {
  return `--require ${quoted(file)}`;
}

function importing(url: string): string {
  return `--import ${quoted(url)}`;
}

/** https://nodejs.org/api/cli.html#node_optionsoptions: a path with spaces stands in double quotes. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
