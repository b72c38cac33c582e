import { realpathSync } from 'node:fs';

/** Package managers: they start the user's programs, and have nothing of their own to be watched. */
const TOOL = /[\\/](?:node_modules[\\/](?:npm|pnpm|yarn|corepack)[\\/]|\.yarn[\\/]releases[\\/])/;

/** `script`: what the process runs, `undefined` for text or a prompt. */
export function isTool(script: string | undefined): boolean {
  if (script === undefined) return false;
  try {
    return TOOL.test(realpathSync(script));
  } catch {
    return false;
  }
}
