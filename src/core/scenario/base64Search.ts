import type { Search, TextRange } from './textReadings';

/** With the signs of texts, and with those of URLs, which also keep the parts of a path apart. */
const RUNS = [/[A-Za-z0-9+/]{6,}={0,2}/g, /[A-Za-z0-9_-]{6,}={0,2}/g] as const;

/** Finds Base64 of what has a secret in it, such as the user and the password of a Basic authorization. */
export class Base64Search implements Search {
  /** @param searches for the secrets */
  constructor(private readonly searches: readonly Search[]) {}

  rangesIn(text: string): TextRange[] {
    return RUNS.flatMap((runs) =>
      [...text.matchAll(runs)]
        .filter(([run]) => this.hasSecret(run))
        .map(({ 0: run, index }): TextRange => [index, index + run.length]),
    );
  }

  private hasSecret(run: string): boolean {
    const plain = decoded(run);
    return this.searches.some((each) => each.rangesIn(plain).length > 0);
  }
}

function decoded(run: string): string {
  const signs = run.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  // One sign alone at the end says nothing.
  const whole = signs.length % 4 === 1 ? signs.slice(0, -1) : signs;
  return new TextDecoder().decode(Uint8Array.from(atob(whole), (sign) => sign.charCodeAt(0)));
}
