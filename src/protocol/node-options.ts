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

export function withPreload(nodeOptions: string | undefined, preload: Preload): string {
  const ours = optionsFor(preload);
  return nodeOptions === undefined ? ours : `${ours} ${nodeOptions}`;
}

/** What the program had given itself; `undefined`: no such variable. */
export function withoutPreload(nodeOptions: string | undefined, { file, tsx }: Preload): string | undefined {
  for (const ours of [optionsFor({ file, tsx }), optionsFor({ file, tsx: null })]) {
    if (nodeOptions === ours) return undefined;
    if (nodeOptions?.startsWith(`${ours} `)) return nodeOptions.slice(ours.length + 1);
  }
  return nodeOptions;
}

function optionsFor({ file, tsx }: Preload): string {
  return `--require ${quoted(file)}${tsx === null ? '' : ` --import ${quoted(tsx)}`}`;
}

/** https://nodejs.org/api/cli.html#node_optionsoptions: a path with spaces stands in double quotes. */
function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}
