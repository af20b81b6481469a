import { RowHash } from './rowHash';
import type { SessionEntry } from './sessionEntry';

/** What many sessions have in common: application, team, device, operating system and status. */
export type SessionKind = Omit<SessionEntry['fields'], 'email' | 'deviceId' | 'sessionId'>;

/** The texts of a kind, and where each has its number. */
export const KIND_TEXTS = {
  applicationId: 0,
  applicationName: 1,
  teamId: 2,
  teamName: 3,
  deviceDescription: 4,
  deviceVersion: 5,
  deviceOs: 6,
  status: 7,
} as const satisfies Partial<Record<keyof SessionKind, number>>;
export type KindText = keyof typeof KIND_TEXTS;

const KEYS = Object.keys(KIND_TEXTS) as KindText[];
export const KIND_WIDTH = KEYS.length;
const FLAG = { simulator: 1, jailbroken: 2 } as const;
export const MOST_KIND_FLAGS = FLAG.simulator | FLAG.jailbroken;
const LEAST = 4;
/** The largest number that a short one can be. */
const MOST_SHORT = 0xffff;

/** Kinds as plain data. */
export interface PackedKinds {
  /** Each text once. */
  readonly kindTexts: readonly string[];
  /** For each kind the numbers of its texts: a place in the texts and one, or zero for a text that it does not have. */
  readonly kindIds: Uint16Array | Uint32Array;
  readonly kindFlags: Uint8Array;
}

/**
 * Each kind once, as numbers: sessions of a hundred devices with as many versions of a system have ten thousand kinds, and few texts. A
 * kind is made when somebody asks for it.
 */
export class KindList {
  private readonly texts: string[] = [];
  private readonly numbers = new Map<string, number>();
  private ids: Uint16Array | Uint32Array = new Uint16Array(LEAST * KIND_WIDTH);
  private flags = new Uint8Array(LEAST);
  private count = 0;
  private readonly places = new RowHash((place) => this.hashAt(place));

  /** How many kinds there are. */
  get length(): number {
    return this.count;
  }

  /** Bytes that the numbers take. */
  get bytes(): number {
    return this.ids.byteLength + this.flags.byteLength + this.places.bytes;
  }

  /** Adds the kind of a session unless it is there. Returns its place. */
  add(fields: SessionEntry['fields']): number {
    this.reserve();
    let at = this.count * KIND_WIDTH;
    for (const key of KEYS) this.ids[at++] = this.numberOf(fields[key]);
    this.flags[this.count] = (fields.simulator ? FLAG.simulator : 0) | (fields.jailbroken ? FLAG.jailbroken : 0);
    return this.settled();
  }

  /** Adds the kinds of another list unless they are there. Returns the place of each. */
  addAll({ kindTexts, kindIds, kindFlags }: PackedKinds): Uint32Array {
    const numbers = [0, ...kindTexts.map((text) => this.numberOf(text))];
    return Uint32Array.from(kindFlags, (flags, place) => {
      this.reserve();
      const [from, to] = [place * KIND_WIDTH, this.count * KIND_WIDTH];
      for (let i = 0; i < KIND_WIDTH; i++) this.ids[to + i] = numbers[kindIds[from + i] as number] as number;
      this.flags[this.count] = flags;
      return this.settled();
    });
  }

  at(place: number): SessionKind {
    const flags = this.flags[place] as number;
    const kind: Record<string, unknown> = {
      simulator: (flags & FLAG.simulator) !== 0,
      jailbroken: (flags & FLAG.jailbroken) !== 0,
    };
    for (const key of KEYS) {
      const text = this.text(place, key);
      if (text !== undefined) kind[key] = text;
    }
    return kind as unknown as SessionKind;
  }

  /** One text of a kind. */
  text(place: number, key: KindText): string | undefined {
    return this.textOf(this.number(place, key));
  }

  /** The number of a text of a kind. Zero when there is none. */
  number(place: number, key: KindText): number {
    return this.ids[place * KIND_WIDTH + KIND_TEXTS[key]] as number;
  }

  textOf(number: number): string | undefined {
    return this.texts[number - 1];
  }

  /** The largest number of a text. */
  get highestNumber(): number {
    return this.texts.length;
  }

  packed(): PackedKinds {
    return {
      kindTexts: this.texts,
      kindIds: this.ids.slice(0, this.count * KIND_WIDTH),
      kindFlags: this.flags.slice(0, this.count),
    };
  }

  /** Gives back what was reserved for more. */
  trim(): void {
    this.resize(this.count + 1);
    this.places.trim();
  }

  /** The place of the kind that was written behind the last one: its own, or that of an equal one. */
  private settled(): number {
    const made = this.count;
    const known = this.places.find(this.hashAt(made), (place) => this.areSame(place, made));
    if (known >= 0) return known;
    this.places.add(made);
    this.count++;
    return made;
  }

  private numberOf(text: string | undefined): number {
    if (text === undefined) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.push(text);
    if (number > MOST_SHORT && this.ids instanceof Uint16Array) this.ids = Uint32Array.from(this.ids);
    this.numbers.set(text, number);
    return number;
  }

  private areSame(place: number, other: number): boolean {
    const [from, to] = [place * KIND_WIDTH, other * KIND_WIDTH];
    for (let i = 0; i < KIND_WIDTH; i++) if (this.ids[from + i] !== this.ids[to + i]) return false;
    return this.flags[place] === this.flags[other];
  }

  private hashAt(place: number): number {
    let hash = this.flags[place] as number;
    const from = place * KIND_WIDTH;
    for (let i = 0; i < KIND_WIDTH; i++) hash = Math.imul(hash ^ (this.ids[from + i] as number), 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x85ebca6b);
    return (hash ^ (hash >>> 13)) >>> 0;
  }

  /** Makes room for one more. */
  private reserve(): void {
    if (this.count >= this.flags.length) this.resize(Math.ceil(this.count * 1.5));
  }

  private resize(kinds: number): void {
    const { ids, flags } = this;
    this.ids = ids instanceof Uint16Array ? new Uint16Array(kinds * KIND_WIDTH) : new Uint32Array(kinds * KIND_WIDTH);
    this.flags = new Uint8Array(kinds);
    this.ids.set(ids.subarray(0, this.count * KIND_WIDTH));
    this.flags.set(flags.subarray(0, this.count));
  }
}
