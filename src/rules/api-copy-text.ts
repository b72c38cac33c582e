import type { ApiCopy } from '../model/types.js';

/** `@opentelemetry/api 1.9.0 (node_modules/@opentelemetry/api)`. One folder may hold two copies, so beside another the kind is said. */
export function apiCopyText(copy: ApiCopy, other: ApiCopy): string {
  const folder = folderOf(copy);
  const kind = folder === folderOf(other) ? `, ${copy.file.endsWith('.mjs') ? 'as ES modules' : 'as CommonJS'}` : '';
  return `@opentelemetry/api ${copy.version} (${folder}${kind})`;
}

/** As a reader of the tree knows it: from the first `node_modules` on, where it is below one. */
function folderOf({ file }: ApiCopy): string {
  return file
    .replaceAll('\\', '/')
    .replace(/\/(?:build\/\w+|dist)\/[^/]*$/, '')
    .replace(/^.*?\/(?=node_modules\/)/, '');
}
