import { otelName } from '../source/otel-name.js';
import type { Source } from '../source/source.js';
import { pathTo } from '../source/tree.js';
import { importText } from './code-fix.js';
import type { FarCode } from './define-rule.js';

export interface FarNames {
  /** How each is written there. */
  readonly texts: readonly string[];
  /** What has to be imported there, in a line; empty where nothing has to. */
  readonly imports: readonly string[];
}

/** Exports of the API in code elsewhere. `here`: the file that a fix changes, which imports `imported` then. */
export function farNames(
  far: FarCode | null,
  exported: readonly string[],
  here: Source,
  imported: readonly string[],
): FarNames {
  if (far === null) return { texts: exported, imports: [`// It needs ${listed(exported)} of @opentelemetry/api.`] };
  const path = pathTo(far.source, far.offset);
  const names = exported.map((name) => otelName(far.source, path, name));
  const missing = names.filter(
    (name) => !name.isImported && !(far.source === here && imported.includes(name.exported)),
  );
  const texts = names.map(({ text }) => text);
  if (missing.length === 0) return { texts, imports: [] };
  return { texts, imports: [`// ${importText(missing, '@opentelemetry/api')}`] };
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]}` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
