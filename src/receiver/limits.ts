import { LARGEST_DOCUMENT } from '../readers/files/largest-document.js';

const MB = 1024 * 1024;

/** What the Collector's receiver takes over HTTP, too; less where a JSON of nothing but brackets would find no room in memory. */
export const LARGEST_BODY = Math.min(20 * MB, LARGEST_DOCUMENT);

/** All requests together that are on their way in: more are asked to come again. */
export const LARGEST_INTAKE = 8 * LARGEST_BODY;

/** Exporters wait for a second or so before they try again by themselves. */
export const RETRY_AFTER_SECONDS = 1;
