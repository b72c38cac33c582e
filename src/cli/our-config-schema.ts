import { configSchema } from '../config/config-schema.js';
import { RULES } from '../rules/index.js';
import { FORMATS } from './options.js';

/** The build writes it to `config.schema.json`, for editors. */
export const OUR_CONFIG_SCHEMA = configSchema(RULES, FORMATS);
