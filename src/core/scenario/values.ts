import { counted } from '../base/counted';
import type { Json } from '../json/json';
import type { AnySlice } from '../server/systemSlice';
import { passcodesIn } from './facts';
import type { ShownState } from './runEvents';
import type { BUILT_IN } from './template';

/** How long all values together may be that a run gives to its variables, at the start and from answers. */
export const VALUES_LIMIT = { characters: 16_000_000, name: 'VALUES_LIMIT' } as const;

/** With one more value, all that a run has given to its variables is too long. The message ends a sentence. */
export class ValuesLimitError extends Error {
  constructor() {
    const most = counted(VALUES_LIMIT.characters, 'character');
    super(
      `With it, all that the run has given to its variables is longer than ${most} (${VALUES_LIMIT.name}); give or take less.`,
    );
    this.name = 'ValuesLimitError';
  }
}

/** The values of `{{…}}` in a run: variables, and values from the server's state. */
export class RunValues {
  private values = new Map<string, Json>();
  private state: ShownState | undefined;
  /** Passcodes that were seen while they were valid. The latest is last. */
  private otps: string[] = [];
  private knownOtps = new Set<string>();
  /** Of all values, also those that others have replaced: whoever shows a run has kept them. */
  private characters = 0;
  private readonly allGiven: (readonly [name: string, value: Json])[] = [];

  constructor(private readonly slices: readonly AnySlice[]) {}

  readonly get = (name: string): Json | undefined =>
    this.values.get(name) ?? this.builtIn(name as (typeof BUILT_IN)[number]);

  /** @throws ValuesLimitError */
  set(name: string, value: Json): void {
    const { length } = typeof value === 'string' ? value : JSON.stringify(value);
    if (this.characters + length > VALUES_LIMIT.characters) throw new ValuesLimitError();
    this.characters += length;
    this.values.set(name, value);
    this.allGiven.push([name, value]);
  }

  /** Every value that a variable has ever had, the latest last. The list only grows. */
  get given(): readonly (readonly [name: string, value: Json])[] {
    return this.allGiven;
  }

  /** Takes over the server's current state. */
  see(state: ShownState): void {
    this.state = state;
    for (const otp of passcodesIn(state, this.slices)) {
      if (!this.knownOtps.has(otp)) this.otps.push(otp);
      this.knownOtps.add(otp);
    }
  }

  /** Every value that may replace a variable in a text, longest first. */
  texts(): [name: string, text: string][] {
    const builtIn = ['otp', 'mail.link', 'mail.code', 'server.url', 'platform.url', 'server.host', 'platform.host'];
    return [...this.values.keys(), ...builtIn]
      .map((name): [string, Json | undefined] => [name, this.get(name)])
      .filter((each): each is [string, string] => typeof each[1] === 'string' && each[1].length >= 4)
      .sort(([, a], [, b]) => b.length - a.length);
  }

  save(): { readonly values: ReadonlyMap<string, Json>; readonly otps: readonly string[] } {
    return { values: new Map(this.values), otps: [...this.otps] };
  }

  restore({ values, otps }: ReturnType<RunValues['save']>): void {
    this.values = new Map(values);
    this.otps = [...otps];
    this.knownOtps = new Set(otps);
  }

  private builtIn(name: (typeof BUILT_IN)[number]): Json | undefined {
    const { state } = this;
    const mail = state?.outbox.at(-1);
    switch (name) {
      case 'server.url':
        return state?.url;
      case 'server.host':
        return hostOf(state?.url);
      case 'platform.url':
        return state?.externalPlatformUrl;
      case 'platform.host':
        return hostOf(state?.externalPlatformUrl);
      case 'clock.now':
        return state?.clock.now;
      case 'otp':
        return this.otps.at(-1);
      case 'mail.link':
        return mail?.link;
      case 'mail.code':
        return mail?.code;
      case 'mail.subject':
        return mail?.subject;
      case 'mail.to':
        return mail?.to;
    }
  }
}

function hostOf(url: string | undefined): string | undefined {
  return url?.replace(/^\w+:\/\//, '').replace(/\/.*$/, '');
}
