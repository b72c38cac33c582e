/** A package's folder as a reader of the tree knows it: from the first `node_modules` on, where it is below one. */
export function folderInTree(folder: string): string {
  return folder.replaceAll('\\', '/').replace(/^.*?\/(?=node_modules\/)/, '');
}
