import type { Range } from '../core/json/position';

/** A place in a file, as people and editors write it: `FILE:LINE:COLUMN`. The file alone when nobody knows where in it. */
export function placeText(file: string, range: Range | undefined): string {
  return range ? `${file}:${range.start.line + 1}:${range.start.character + 1}` : file;
}
