import { describe, expect, it } from 'vitest';
import { doctor, project } from './command.js';
import { CTRL_C, HAS_PYTHON, once, typed } from './typed.js';

const FOLDER = project({});

/** In this order. */
const SHOWN = ['callback-pool/broken.ts', '[trace-mismatch]', 'callback-pool/fixed.ts', 'no findings'];

function inOrder(output: string, texts: readonly string[]): string[] {
  let at = 0;
  return texts.filter((text) => {
    const found = output.indexOf(text, at);
    at = found === -1 ? at : found;
    return found !== -1;
  });
}

describe.runIf(HAS_PYTHON)('scenarios, in a terminal', () => {
  it('asks for one, and shows it broken and then fixed', async () => {
    const { code, output } = await typed(['scenarios'], once('Which scenario?', 'callback-pool\r'), FOLDER);
    expect(inOrder(output, ['Which scenario?', ...SHOWN])).toEqual(['Which scenario?', ...SHOWN]);
    expect(code).toBe(0);
  });

  it('shows nothing if its user leaves', async () => {
    const { code, output } = await typed(['scenarios'], once('Which scenario?', CTRL_C), FOLDER);
    expect(code).toBe(0);
    expect(output).not.toContain('.ts');
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ['in CI', { CI: 'true' }],
    ['a terminal that knows no codes', { TERM: 'dumb' }],
  ])('lists them where nobody is asked: %s', async (_, env) => {
    const { output } = await typed(['scenarios'], () => {}, FOLDER, env);
    expect(output).not.toContain('Which scenario?');
    expect(output).toContain('callback-pool  ');
  });
});

it('a scenario that is named is shown without a terminal, too', () => {
  const { code, stdout } = doctor(['scenarios', 'callback-pool'], FOLDER);
  expect(code).toBe(0);
  expect(inOrder(stdout, SHOWN)).toEqual(SHOWN);
});
