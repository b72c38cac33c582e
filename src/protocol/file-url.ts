/** The URL of an absolute path, whatever characters it has. */
export function fileUrl(path: string): string {
  const encoded = path.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  // `C:/` has to keep its colon.
  return path.startsWith('/') ? `file://${encoded}` : `file:///${encoded.replace(/^(\w)%3A/, '$1:')}`;
}
