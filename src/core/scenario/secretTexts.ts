import { changedStretches } from '../base/changedStretches';
import { ManyTexts } from '../base/manyTexts';
import { changedTexts } from '../json/changedTexts';
import { REDACTED } from '../protocol/redacted';
import { SHORTEST_SECRET } from '../redaction/shortestSecret';
import { Base64Search } from './base64Search';
import { ShortSecrets } from './shortSecrets';
import { readingsOf, type Search, type TextRange } from './textReadings';

/**
 * How long all secrets of a run may be together. To look for them all at once takes memory for each of their characters.
 */
export const SECRETS_LIMIT = { characters: 2_000_000, name: 'SECRETS_LIMIT' } as const;

/** Why a run with more of them is ended. Reports are kept by others, and what cannot be covered is not in one. */
export function tooManySecrets(): string {
  return `All secrets that went over the wire are longer than ${SECRETS_LIMIT.characters} characters together (${SECRETS_LIMIT.name}), so no report can cover them; make several scenarios.`;
}

/** Members of a run that say what something is. Their values are no texts of anybody. */
const STRUCTURE = new Set(['kind', 'system', 'method', 'verdict']);

/** Some secrets, prepared to be looked for. */
interface Prepared {
  readonly secrets: readonly string[];
  readonly texts: ManyTexts;
}

/** Secrets that are covered in many texts. They are prepared once, and each text is gone through once. */
export class SecretTexts {
  private readonly known = new Set<string>();
  private length = 0;
  /** Added since they were prepared last. */
  private fresh: string[] = [];
  /** Each is less than half as many as the one before, so that none is prepared very often. */
  private readonly prepared: Prepared[] = [];

  /** @param short where short secrets are looked for. Without it, those of four characters are covered anywhere, and shorter ones nowhere */
  constructor(
    secrets: Iterable<string> = [],
    private readonly short?: ShortSecrets,
  ) {
    for (const secret of secrets) this.add(secret);
  }

  /** Whether they are longer together than `SECRETS_LIMIT`. Then whoever runs the scenario ends it. */
  get isOver(): boolean {
    return this.length > SECRETS_LIMIT.characters;
  }

  add(secret: string): void {
    if (this.short && ShortSecrets.includes(secret)) {
      this.short.add(secret);
      return;
    }
    if (secret.length < SHORTEST_SECRET || this.known.has(secret)) return;
    this.known.add(secret);
    this.fresh.push(secret);
    this.length += secret.length;
  }

  /**
   * Replaces each secret with `•••`, in whatever spelling it stands there: URL-encoded, in a form, in JSON or in Base64.
   * @param more secrets of this text alone
   */
  covered(text: string, more: readonly string[] | SecretTexts = []): string {
    const others = more instanceof SecretTexts ? more : undefined;
    // No secret is as short, and most texts of a run are.
    if (text.length < SHORTEST_SECRET && !this.short && !others?.short) return text;
    return replaced(text, [...this.searches, ...(others ? others.searches : manyIf(more as readonly string[]))]);
  }

  /** The same for every text in a JSON value, including keys. Short secrets are no names of members. */
  coveredJson<T>(value: T): T {
    const long = (text: string) => replaced(text, this.longSearches);
    const covered = (text: string, name = '') => (STRUCTURE.has(name) ? long(text) : this.covered(text));
    return changedTexts(value, covered, long);
  }

  private get searches(): Search[] {
    return this.short ? [...this.longSearches, this.short] : this.longSearches;
  }

  private get longSearches(): ManyTexts[] {
    this.prepare();
    return this.prepared.map(({ texts }) => texts);
  }

  private prepare(): void {
    if (this.fresh.length === 0) return;
    let secrets = this.fresh;
    this.fresh = [];
    for (
      let last = this.prepared.at(-1);
      last && last.secrets.length <= 2 * secrets.length;
      last = this.prepared.at(-1)
    ) {
      secrets = [...last.secrets, ...secrets];
      this.prepared.pop();
    }
    this.prepared.push({ secrets, texts: manyOf(secrets) });
  }
}

function manyIf(secrets: readonly string[]): ManyTexts[] {
  return secrets.length > 0 ? [manyOf(secrets)] : [];
}

function manyOf(secrets: readonly string[]): ManyTexts {
  const long = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  // A half of a surrogate pair is sent as U+FFFD.
  return new ManyTexts(long.flatMap((secret) => (secret.isWellFormed() ? [secret] : [secret, secret.toWellFormed()])));
}

/** A text in which everything that is found in one of its readings is covered. */
function replaced(text: string, searches: readonly Search[]): string {
  if (searches.length === 0) return text;
  const ways = [...searches, new Base64Search(searches)];
  const ranges = readingsOf(text).flatMap((reading) => ways.flatMap((each) => reading.rangesOfAny(each)));
  const stretches = united(ranges).map(([start, end]) => ({ start, end }));
  return changedStretches(text, stretches, () => REDACTED);
}

/** Ranges in their order, without those that lie over others. */
function united(ranges: readonly TextRange[]): TextRange[] {
  const apart: TextRange[] = [];
  for (const range of [...ranges].sort(([one], [other]) => one - other)) {
    const last = apart.at(-1);
    if (last && range[0] < last[1]) apart[apart.length - 1] = [last[0], Math.max(last[1], range[1])];
    else apart.push(range);
  }
  return apart;
}
