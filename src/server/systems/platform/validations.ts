import type { Clock } from '../../kernel/clock/clock';
import type { Random } from '../../kernel/random/random';
import { checkedBy } from '../../kernel/store/checkedBy';
import type { Space, Store } from '../../kernel/store/store';
import type { Verdict } from './callback';

/** A request to validate something and to call back. */
export interface Validation {
  readonly id: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly callback: string;
  /** Given back as it came. */
  readonly state?: string;
  /** The verdicts that were given, the oldest first. */
  readonly verdicts: readonly Verdict[];
}

const text = { type: 'string' } as const;
const outline = checkedBy({
  type: 'object',
  required: ['id', 'at', 'callback', 'verdicts'],
  additionalProperties: false,
  properties: {
    id: text,
    at: text,
    callback: text,
    state: text,
    verdicts: { type: 'array', items: { enum: ['approve', 'refuse'] } },
  },
});

export const VALIDATIONS: Space<Validation> = {
  name: 'platform.validation',
  check: (value) =>
    outline(value) ?? (URL.canParse((value as Validation).callback) ? undefined : 'value/callback must be an address'),
};
const ID_BYTES = 8;
/** A person looks through no more; the oldest go. */
const KEPT = 100;

/** What the platform was asked, behind the store: a reset empties it, a snapshot has it. */
export class Validations {
  constructor(private readonly kernel: { readonly clock: Clock; readonly random: Random; readonly store: Store }) {}

  /** A page that is loaded anew asks for nothing new: what still waits is the same request. */
  async add(callback: string, state: string | undefined): Promise<Validation> {
    const { store, random, clock } = this.kernel;
    const all = await this.list();
    const known = all.find((each) => each.callback === callback && each.state === state && each.verdicts.length === 0);
    if (known) return known;
    const validation: Validation = {
      id: random.bytes(ID_BYTES).toString('hex'),
      at: new Date(clock.now()).toISOString(),
      callback,
      ...(state !== undefined && { state }),
      verdicts: [],
    };
    await store.put(VALIDATIONS, validation.id, validation);
    for (const { id } of all.slice(0, Math.max(0, all.length + 1 - KEPT))) await store.delete(VALIDATIONS, id);
    return validation;
  }

  get(id: string): Promise<Validation | undefined> {
    return this.kernel.store.get(VALIDATIONS, id);
  }

  /** The oldest first. */
  async list(): Promise<Validation[]> {
    return (await this.kernel.store.entries(VALIDATIONS)).map(([, validation]) => validation);
  }

  async answered(id: string, verdict: Verdict): Promise<void> {
    await this.kernel.store.update(
      VALIDATIONS,
      id,
      (before) => before && { ...before, verdicts: [...before.verdicts, verdict] },
    );
  }
}
