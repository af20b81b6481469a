/** A sentence with places `{0}`, `{1}`… and what goes there, words or texts; the template is what translators see. */
export interface Phrase {
  readonly template: string;
  readonly args: readonly (string | Phrase)[];
}

export function phrase(template: string, ...args: (string | Phrase)[]): Phrase {
  return { template, args };
}

/** A text cut to so many characters; never through the middle of one. */
export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
}

export function phraseText({ template, args }: Phrase): string {
  return template.replace(/\{(\d+)\}/g, (place, index) => {
    const arg = args[Number(index)];
    return typeof arg === 'object' ? phraseText(arg) : (arg ?? place);
  });
}
