import type { Config } from './config.js';

/**
 * Gives the config its type where it is written: `otel-ctx-doctor.config.ts`.
 *
 * @example
 * export default defineConfig({ expectRoots: [{ name: 'cron *', reason: 'scheduled' }] });
 */
export function defineConfig(config: Config): Config {
  return config;
}
