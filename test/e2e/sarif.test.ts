import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ruleTexts } from '../../src/cli/rule-texts.js';
import { renderSarif } from '../../src/report/sarif.js';
import { ensureDependencies } from '../corpus/dependencies.js';
import {
  crashReport,
  fewFindingsReport,
  hostileReport,
  knownFindingsReport,
  manyFindingsReport,
  noSpansReport,
} from '../report/sample-reports.js';

const FOLDER = 'test/sarif';
const VALIDATOR = join(FOLDER, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool');
const TIMEOUT_MS = 120_000;

const SAMPLES = {
  'few findings': fewFindingsReport,
  'many findings': manyFindingsReport,
  'no spans': noSpansReport,
  'a crash': crashReport,
  'what the baseline knows': knownFindingsReport,
  'hostile names': () => hostileReport(),
};

/** The validator is a program for Linux on x64; it checks the schema, and what the standard says in words. */
describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'the validator of the standard has no objection',
  () => {
    beforeAll(() => ensureDependencies(FOLDER), TIMEOUT_MS);

    it.each(Object.entries(SAMPLES))('to %s', { timeout: TIMEOUT_MS }, (_, report) => {
      const file = join(mkdtempSync(join(tmpdir(), 'sarif-')), 'report.sarif');
      writeFileSync(file, renderSarif(report(), ruleTexts()));
      const { stdout, status } = spawnSync(VALIDATOR, ['validate', file], {
        encoding: 'utf8',
        env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
      });
      expect(stdout).toContain('Analysis completed successfully.');
      expect(stdout.split('\n').filter((line) => /: (?:error|warning) /.test(line) && !EXPECTED.test(line))).toEqual(
        [],
      );
      expect(status).toBe(0);
    });
  },
);

/** That the tool has no page of its own yet. */
const EXPECTED = /SARIF2005/;
