import { expect, it } from 'vitest';
import { doctor } from './command.js';

it('explain tells of a rule, with the code of a scenario', () => {
  const { code, stdout, stderr } = doctor(['explain', 'missing-parent']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^error\[missing-parent\]: /);
  expect(stdout).toContain('\nbroken.ts\n');
  expect(stdout).toContain('// otel-ctx-doctor-ignore missing-parent: <why this is right here>');
  expect(stdout).toContain('--rule missing-parent=off');
});

it('explain tells of a scenario', () => {
  const { code, stdout } = doctor(['explain', 'callback-pool'], process.cwd(), '', { COLUMNS: '120' });
  expect(code).toBe(0);
  expect(stdout).toContain('It gives error[trace-mismatch], mechanism callback.');
  expect(stdout).toMatch(/\nbroken\.ts +│ fixed\.ts\n/);
});

it('explain has colours where they are asked for', () => {
  const coloured = { NO_COLOR: '', FORCE_COLOR: '1' };
  expect(doctor(['explain', 'late-sdk'], process.cwd(), '', coloured).stdout).toContain('\x1b[');
  expect(doctor(['explain', '--no-color', 'late-sdk'], process.cwd(), '', coloured).stdout).not.toContain('\x1b[');
  expect(doctor(['explain', 'late-sdk']).stdout).not.toContain('\x1b[');
});

it('explain helps with a name that is not quite right, and with one that is not at all', () => {
  const near = doctor(['explain', 'orfan-span']);
  expect([near.code, near.stdout]).toEqual([2, '']);
  expect(near.stderr).toBe(
    'otel-ctx-doctor: There is no rule or scenario "orfan-span".\n  Did you mean orphan-span?\n',
  );
  expect(doctor(['explain', 'kangaroo']).stderr).toContain('lists the scenarios');
});

it('explain alone lists the rules', () => {
  const { code, stdout } = doctor(['explain']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^orphan-span +error +a root span/m);
});
