/**
 * What a source map names should be URLs, and many tools write paths. The URL of such a name read as a path, `null` where
 * that is no other than the URL that it is. A fragment means nothing in the name of a file; a query (`App.vue?vue`) and
 * what is encoded may.
 */
export function urlOfPath(name: string, base: string): string | null {
  if (!/[#?%]/.test(name) || /^[a-z][a-z\d+.-]+:/i.test(name)) return null;
  try {
    return new URL(name.split('/').map(encodeURIComponent).join('/'), base).href;
  } catch {
    return null;
  }
}
