import { parsedUrl } from '../../../core/base/parsedUrl';
import { dateSchema } from '../../kernel/clock/timeSchema';
import { checkedBy, keyIn } from '../../kernel/store/checkedBy';
import type { Space } from '../../kernel/store/store';
import type { Kernel } from '../../kernel/system/kernel';
import type { PlatformVerdict } from './callback';

/** A request to validate something and then to call back. */
export interface Validation {
  readonly id: string;
  /** Virtual time, ISO 8601. */
  readonly at: string;
  readonly callback: string;
  /** Sent back unchanged with the callback. */
  readonly state?: string;
  /** The verdicts, oldest first. */
  readonly verdicts: readonly PlatformVerdict[];
}

const text = { type: 'string' } as const;
const outline = checkedBy(
  {
    type: 'object',
    required: ['id', 'at', 'callback', 'verdicts'],
    additionalProperties: false,
    properties: {
      id: text,
      at: dateSchema,
      callback: text,
      state: text,
      verdicts: { type: 'array', items: { enum: ['approve', 'refuse'] } },
    },
  },
  keyIn('id'),
);

export const VALIDATIONS: Space<Validation> = {
  name: 'platform.validation',
  check: (value, key, others) =>
    outline(value, key, others) ??
    (parsedUrl(() => new URL((value as Validation).callback)) ? undefined : '“callback” must be an address'),
};
const ID_BYTES = 8;
/** How many requests are kept. The oldest are removed first. */
const KEPT = 100;

/** The validation requests. They are in the store, so a reset deletes them and a snapshot contains them. */
export class Validations {
  constructor(private readonly kernel: Pick<Kernel, 'clock' | 'random' | 'store'>) {}

  /**
   * Adds a request. Reloading the page sends the same request again, so a request that still waits is returned instead
   * of a copy.
   */
  async add(
    callback: string,
    state: string | undefined,
  ): Promise<{ readonly validation: Validation; readonly isNew: boolean }> {
    const { store, random, clock } = this.kernel;
    const all = await this.list();
    const known = all.find((each) => each.callback === callback && each.state === state && each.verdicts.length === 0);
    if (known) return { validation: known, isNew: false };
    const validation: Validation = {
      id: random.bytes(ID_BYTES).toString('hex'),
      at: new Date(clock.now()).toISOString(),
      callback,
      ...(state !== undefined && { state }),
      verdicts: [],
    };
    await store.put(VALIDATIONS, validation.id, validation);
    for (const { id } of all.slice(0, Math.max(0, all.length + 1 - KEPT))) await store.delete(VALIDATIONS, id);
    return { validation, isNew: true };
  }

  get(id: string): Promise<Validation | undefined> {
    return this.kernel.store.get(VALIDATIONS, id);
  }

  /** All requests, oldest first. */
  async list(): Promise<Validation[]> {
    return (await this.kernel.store.entries(VALIDATIONS)).map(([, validation]) => validation);
  }

  /** @returns whether the request still exists */
  async answered(id: string, verdict: PlatformVerdict): Promise<boolean> {
    const answered = await this.kernel.store.update(
      VALIDATIONS,
      id,
      (before) => before && { ...before, verdicts: [...before.verdicts, verdict] },
    );
    return answered !== undefined;
  }
}
