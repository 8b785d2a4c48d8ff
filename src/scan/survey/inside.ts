/** Whether a path is a folder or lies in it; everything lies in `.`. */
export function isInside(path: string, folder: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}
