/** A number with its noun in English: `1 step`, `2 steps`, `0 steps`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
