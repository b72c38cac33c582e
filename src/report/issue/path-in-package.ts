/** A file by its path in its package: where that is installed is nobody's business. */
export function pathInPackage(file: string, name: string): string {
  const path = file.replaceAll('\\', '/');
  const folder = `node_modules/${name}/`;
  const at = path.lastIndexOf(folder);
  return at === -1 ? path : path.slice(at + folder.length);
}
