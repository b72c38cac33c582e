import { SEVERITIES } from '../finding.js';
import type { Rule } from '../rules/define-rule.js';
import type { Schema } from './schema.js';

const LEVELS = ['off', ...SEVERITIES] as const;
const TEXT = { type: 'string', minLength: 1 } as const satisfies Schema;
const SECONDS = { type: 'number', exclusiveMinimum: 0 } as const satisfies Schema;
/** More than blanks. */
const REASON = { type: 'string', pattern: '\\S' } as const satisfies Schema;
const ONE_OR_MORE = { anyOf: [TEXT, { type: 'array', items: TEXT, minItems: 1 }] } as const satisfies Schema;

/** What a config may say: for editors, and for our own check. */
export function configSchema(rules: readonly Rule[], formats: readonly string[]): Schema {
  const ids = rules.map(({ id }) => id);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'otel-ctx-doctor/config.schema.json',
    title: 'Config of otel-ctx-doctor',
    description:
      'otel-ctx-doctor.config.json, or the key "otel-ctx-doctor" of package.json. Paths are relative to its folder; options of the command line win over it.',
    ...object({
      $schema: { type: 'string' },
      rules: {
        description: 'Severities and options of rules, as with --rule.',
        ...object(Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)]))),
      },
      ignore: {
        description:
          'Findings that are right to be there. They are listed as silenced, with the reason, and do not count.',
        type: 'array',
        items: ignoreSchema(ids),
      },
      expectRoots: {
        description: 'Root spans that are meant to be roots. Those that no root span matches are told of.',
        type: 'array',
        items: object(
          {
            name: { description: 'Name of the span; * stands for anything.', ...TEXT },
            reason: { description: 'Why it has no parent.', ...REASON },
          },
          ['name', 'reason'],
        ),
      },
      failOn: { description: 'Exit with 1 from this severity on.', enum: [...SEVERITIES, 'never'] },
      minSpans: { description: 'Exit with 1 if fewer spans were recorded.', type: 'integer', minimum: 0 },
      format: { description: 'How to write the report.', enum: formats },
      output: {
        description: 'Files to write the report to as well, by format.',
        ...object(Object.fromEntries(formats.map((format) => [format, TEXT]))),
      },
      baseline: { description: 'Findings that are known and do not fail the run.', ...TEXT },
      shape: { description: 'What the traces should look like.', ...TEXT },
      quiet: { description: 'The verdict and the findings only.', type: 'boolean' },
      verbose: { description: 'All findings in full, all evidence, the whole set-up.', type: 'boolean' },
      color: { description: 'false: no colours.', type: 'boolean' },
      run: runSchema(),
    }),
  };
}

function object(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema {
  return { type: 'object', additionalProperties: false, ...(required.length > 0 ? { required } : {}), properties };
}

function ruleSchema({ title, options = [] }: Rule): Schema {
  const level = { enum: LEVELS };
  const numbers = options.map(({ name, default: usual, unit, reason }): [string, Schema] => [
    name,
    { description: `${usual} ${unit} by default: ${reason}`, type: 'number', minimum: 0 },
  ]);
  return { description: title, anyOf: [level, object({ severity: level, ...Object.fromEntries(numbers) })] };
}

function ignoreSchema(ids: readonly string[]): Schema {
  const properties = {
    rule: {
      description: 'Of these rules only.',
      anyOf: [{ enum: ids }, { type: 'array', items: { enum: ids }, minItems: 1 }],
    },
    span: { description: 'Names of spans; * stands for anything.', ...ONE_OR_MORE },
    scope: { description: 'Names of instrumentation scopes (tracers); * stands for anything.', ...ONE_OR_MORE },
    file: {
      description: 'Globs of files, from the folder of the config on: of the boundary, or where the span starts.',
      ...ONE_OR_MORE,
    },
    reason: { description: 'Why it is right.', ...REASON },
  } as const satisfies Record<string, Schema>;
  const anyOf = (['span', 'scope', 'file'] as const).map((name) => ({ required: [name] }));
  return { ...object(properties, ['reason']), anyOf };
}

function runSchema(): Schema {
  return {
    description: 'Options of run, by the names that they have there.',
    ...object({
      timeout: { description: 'Stop the program after so many seconds (exit code 3).', ...SECONDS },
      duration: { description: 'Stop the program so many seconds after it is ready; no failure.', ...SECONDS },
      ready: {
        description: 'A port, a URL, or a regular expression of a line that the program prints when it is ready.',
        anyOf: [TEXT, { type: 'integer', minimum: 0 }],
      },
      readyTimeout: { description: 'Stop the program if it is not ready by then (exit code 3).', ...SECONDS },
      drive: { description: 'A shell command that is run against the program when it is ready.', ...TEXT },
      grace: {
        description: 'Seconds that a program which is to stop may take before it is killed.',
        type: 'number',
        minimum: 0,
      },
      nodeArgs: { description: "Options of Node's for the entry.", type: 'array', items: TEXT },
      evidence: { description: 'How much to watch.', enum: ['full', 'light', 'off'] },
      maxRecording: { description: 'Disk space for the recording, in MB.', type: 'number', minimum: 1 },
      keep: { description: 'Keep the recording in this folder.', ...TEXT },
      attributes: { description: 'Record the values of attributes, too.', type: 'boolean' },
      instrument: {
        description: 'auto enables the instrumentation packages that are installed.',
        enum: ['auto', 'none'],
      },
      receive: {
        description: 'Whether spans are received over OTLP from programs that are not Node.',
        enum: ['auto', 'always', 'never'],
      },
      export: { description: "false: the app's span exporters send nothing.", type: 'boolean' },
    }),
  };
}
