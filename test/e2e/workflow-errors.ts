import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

type Parser = typeof import('@actions/workflow-parser');

/** What GitHub's own parser has to say against a workflow. */
export async function workflowErrors(content: string): Promise<readonly string[]> {
  const { parseWorkflow, NoOperationTraceWriter } = await parser();
  const { context } = parseWorkflow({ name: 'workflow.yml', content }, new NoOperationTraceWriter());
  return context.errors.getErrors().map(({ message }) => message);
}

/** Bundled, because the package imports JSON without the attribute that Node wants for that. */
async function parser(): Promise<Parser> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'workflow-parser-')), 'parser.cjs');
  const entry = fileURLToPath(import.meta.resolve('@actions/workflow-parser'));
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, logLevel: 'silent' });
  return createRequire(import.meta.url)(outfile) as Parser;
}
