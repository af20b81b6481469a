import fs from 'node:fs';
import path from 'node:path';

/** The path of a file relative to a folder, with `/`. Undefined when the file is not in the folder. */
export function under(folder: string, file: string): string | undefined {
  const relative = path.relative(folder, file);
  const outside = relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
  return outside ? undefined : relative.split(path.sep).join('/');
}

/** The same where a link may lead to one of both, or to a folder that they are in. */
export function reallyUnder(folder: string, file: string): string | undefined {
  return under(folder, file) ?? under(folder, realOf(file)) ?? under(realOf(folder), realOf(file));
}

/** Without links. Of what is not there, or is a link that leads nowhere, the folder is. */
export function realOf(place: string): string {
  try {
    return fs.realpathSync(place);
  } catch {
    const above = path.dirname(place);
    return above === place ? place : path.join(realOf(above), path.basename(place));
  }
}
