import path from 'node:path';

/** The path of a file relative to a folder, with `/`. Undefined when the file is not in the folder. */
export function under(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  const outside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return outside ? undefined : relative.split(path.sep).join('/');
}
