import type { ApiCopy } from '../model/types.js';

/** `@opentelemetry/api 1.9.0 (node_modules/@opentelemetry/api)`. One folder may hold two copies, so beside another the kind is said. */
export function apiCopyText(copy: ApiCopy, other: ApiCopy): string {
  const folder = folderOf(copy);
  const kind = folder === folderOf(other) ? `, ${copy.file.endsWith('.mjs') ? 'as ES modules' : 'as CommonJS'}` : '';
  return `@opentelemetry/api ${copy.version} (${folder}${kind})`;
}

/** An absolute path; whoever shows the text shows it as others. */
export function folderOf({ file }: ApiCopy): string {
  return file.replace(/[\\/](?:build[\\/]\w+|dist)[\\/][^\\/]*$/, '');
}
