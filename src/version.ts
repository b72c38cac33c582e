import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const manifest = require.resolve('otel-ctx-doctor/package.json');

/** This package's version. */
export const VERSION: string = (require(manifest) as { version: string }).version;

/** This package's folder. */
export const PACKAGE_FOLDER: string = dirname(manifest);

/** Where the built files are. */
export const DIST: URL = pathToFileURL(`${PACKAGE_FOLDER}${sep}dist${sep}`);
