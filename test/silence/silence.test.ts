import { describe, expect, it } from 'vitest';
import { type Diagnosis, diagnose } from '../../src/diagnose.js';
import { RULES } from '../../src/rules/index.js';
import { silence } from '../../src/silence/silence.js';
import { parseSource } from '../../src/source/parse-source.js';
import { APP, run, SITE } from '../model/sample-run.js';

/** A query that lost its request: the boundary is on line 3 and the span starts on line 4. */
const LOST = run(({ start, end }) => {
  start('request');
  start('query', { at: SITE.query, callback: { work: 'request' } });
  end('query', 'request');
});

const LINES = 20;

/** What comments behind lines of the app do to a diagnosis. */
function said(comments: Readonly<Record<number, string>>, change: (diagnosis: Diagnosis) => Diagnosis = (one) => one) {
  const lines = Array.from({ length: LINES }, (_, index) => {
    const comment = comments[index + 1];
    return comment === undefined ? 'run();' : `run(); // otel-ctx-doctor-ignore ${comment}`;
  });
  const diagnosis = change(diagnose(RULES, LOST.evidence, { severities: new Map() }));
  expect(diagnosis.groups.map(({ rule }) => rule.id)).toEqual(['orphan-span']);
  const { silenced, useless } = silence(diagnosis, {
    code: LOST.code,
    rules: RULES.map(({ id }) => id),
    sourceOf: (file) => (file === APP.file ? lines : null),
    parsedOf: (file) => parseSource(lines.join('\n'), file),
  });
  return {
    silenced: [...silenced.values()].map(({ line, reason }) => `${line}: ${reason}`),
    useless: useless.map(({ line, rule, problem }) => `${line}: ${rule} ${problem}`),
  };
}

function withoutBoundary({ groups, skipped }: Diagnosis): Diagnosis {
  return { groups: groups.map((group) => ({ ...group, boundary: null })), skipped };
}

function withoutPlaces(diagnosis: Diagnosis): Diagnosis {
  const { groups, skipped } = withoutBoundary(diagnosis);
  const unplaced = groups.map((group) => {
    const { first } = group;
    return first.span === null
      ? group
      : { ...group, first: { ...first, span: { ...first.span, site: null, stack: null } } };
  });
  return { groups: unplaced, skipped };
}

describe('a finding stays', () => {
  it.each([
    ['without a comment', {}, []],
    ['where the comment is about the line before', { 2: 'orphan-span: x' }, ['2: orphan-span unused']],
    ['where the comment is about a line between others', { 5: 'orphan-span: x' }, ['5: orphan-span unused']],
    ['where the comment is about another rule', { 3: 'wrong-parent: x' }, ['3: wrong-parent unused']],
    ['where the comment gives no reason', { 3: 'orphan-span' }, ['3: orphan-span no-reason']],
  ])('%s', (_, comments, useless) => {
    expect(said(comments)).toEqual({ silenced: [], useless });
  });

  it('if it has no boundary, where the comment is about what would have been', () => {
    expect(said({ 3: 'orphan-span: x' }, withoutBoundary)).toEqual({
      silenced: [],
      useless: ['3: orphan-span unused'],
    });
  });

  it('if it has no place at all: then only the whole run can be told', () => {
    expect(said({ 3: 'orphan-span: x', 4: 'orphan-span: y' }, withoutPlaces).silenced).toEqual([]);
  });
});

describe('a finding is silenced', () => {
  it.each([
    ['on its boundary', { 3: 'orphan-span: x' }, ['3: x'], []],
    ['where its span starts', { 4: 'orphan-span: x' }, ['4: x'], []],
    ['once, where both say so, and both are of use', { 3: 'orphan-span: x', 4: 'orphan-span: y' }, ['3: x'], []],
    [
      'by one of two rules, and the other is of none',
      { 3: 'late-sdk, orphan-span: x' },
      ['3: x'],
      ['3: late-sdk unused'],
    ],
  ])('%s', (_, comments, silenced, useless) => {
    expect(said(comments)).toEqual({ silenced, useless });
  });

  it('where its span starts, if it has no boundary', () => {
    expect(said({ 4: 'orphan-span: x' }, withoutBoundary)).toEqual({ silenced: ['4: x'], useless: [] });
  });
});

it('a comment is not called unused where its rule did not judge all', () => {
  const skipped = [{ rule: 'wrong-parent', reason: 'switched off' }];
  expect(said({ 3: 'wrong-parent: x' }, (diagnosis) => ({ ...diagnosis, skipped })).useless).toEqual([]);
});
