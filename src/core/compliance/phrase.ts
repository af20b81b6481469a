/**
 * A localizable message: a template with the placeholders `{0}`, `{1}`…, and the arguments for them. Translators see
 * the template.
 */
export interface Phrase {
  readonly template: string;
  readonly args: readonly (string | Phrase)[];
}

export function phrase(template: string, ...args: (string | Phrase)[]): Phrase {
  return { template, args };
}

/** Cuts a text to a number of UTF-16 code units, but never through a character. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

export function phraseText({ template, args }: Phrase): string {
  return template.replace(/\{(\d+)\}/g, (place, index) => {
    const arg = args[Number(index)];
    return typeof arg === 'object' ? phraseText(arg) : (arg ?? place);
  });
}
