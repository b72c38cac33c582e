import select from '@inquirer/select';
import { listScenarios } from '../scenarios/catalogue.js';
import { showScenario } from './show-scenario.js';

/** Rows that are not the list's: the question, a description, and how to use the keys. */
const OTHER_ROWS = 8;
const FEWEST_ROWS = 4;

/** Asks for a scenario, and shows it. Who leaves instead wanted nothing. */
export async function pickScenario(): Promise<void> {
  const scenarios = listScenarios();
  const choices = scenarios.map((scenario) => ({ value: scenario, name: scenario.slug, description: scenario.title }));
  const pageSize = Math.max(FEWEST_ROWS, process.stdout.rows - OTHER_ROWS);
  const picked = await select({ message: 'Which scenario?', choices, pageSize, loop: false }).catch(nothingIfLeft);
  if (picked) await showScenario(picked);
}

function nothingIfLeft(error: unknown): null {
  if (error instanceof Error && error.name === 'ExitPromptError') return null;
  throw error;
}
