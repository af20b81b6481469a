import type { FastifyInstance } from 'fastify';
import { Emitter } from '../../../core/base/event';
import { OptionsError } from '../../../core/server/optionsError';
import { PROBE_REASONS } from '../../../core/systems/probe/probeReasons';
import type { ProbeChange, ProbeItem } from '../../../core/systems/probe/probeSlice';
import type { Face } from '../../kernel/answer/face';
import { noting } from '../../kernel/journal/noting';
import { checkedBy, keyIn } from '../../kernel/store/checkedBy';
import type { Space } from '../../kernel/store/store';
import type { AllChanged, SystemPlugin } from '../../kernel/system/emulatedSystem';
import type { Kernel } from '../../kernel/system/kernel';
import './probeOptions';

const text = { type: 'string' } as const;
const ITEMS: Space<ProbeItem> = {
  name: 'probe.items',
  check: checkedBy(
    { type: 'object', required: ['id', 'name'], additionalProperties: false, properties: { id: text, name: text } },
    keyIn('id'),
  ),
};
const note = noting(PROBE_REASONS);

/** A system for tests. Clients can add things to it, list them and remove them. */
export const PROBE: SystemPlugin<'probe'> = {
  name: 'probe',
  reasonCodes: PROBE_REASONS,
  paths: () => ['probe'],
  check: ({ probe }) => {
    if (probe?.prefix === probe?.prefix?.trimStart()) return;
    throw new OptionsError('“probe.prefix” begins with a blank; take it out');
  },
  spaces: [ITEMS],
  logs: [],
  create: (kernel, { probe = {} }) => {
    const items = new ProbeItems(kernel);
    return {
      faces: [new ProbeFace(items, probe.prefix ?? '')],
      slice: {
        state: async () => ({ items: await items.all() }),
        onDidChange: items.onDidChange,
        settled: async () => {},
      },
      addControl: (scope) => {
        scope.post('/probe/clear', { config: { face: 'control' } as const }, async ({ trace }) => {
          const removed = await items.clear();
          note(trace, removed.length > 0 ? 'control.probe.clear' : 'control.probe.empty');
          for (const id of removed) trace.changed('probeItem', id, 'removed');
          return { removed: removed.length };
        });
      },
      faultBody: (status) => ({ probe: status }),
      restored: async () => items.tell({ kind: 'all' }),
      dispose: () => {},
    };
  },
};

class ProbeItems {
  private readonly changed = new Emitter<ProbeChange | AllChanged>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly kernel: Pick<Kernel, 'store'>) {}

  async all(): Promise<readonly ProbeItem[]> {
    return (await this.kernel.store.entries(ITEMS)).map(([, item]) => item);
  }

  /** @returns false if exactly this item was there already */
  async put(item: ProbeItem): Promise<boolean> {
    const before = await this.kernel.store.get(ITEMS, item.id);
    if (before?.name === item.name) return false;
    await this.kernel.store.put(ITEMS, item.id, item);
    this.tell({ kind: 'item', item });
    return true;
  }

  async remove(id: string): Promise<boolean> {
    const there = await this.kernel.store.delete(ITEMS, id);
    if (there) this.tell({ kind: 'itemRemoved', id });
    return there;
  }

  async clear(): Promise<string[]> {
    const ids = (await this.all()).map(({ id }) => id);
    for (const id of ids) await this.remove(id);
    return ids;
  }

  tell(change: ProbeChange | AllChanged): void {
    this.changed.fire(change);
  }
}

class ProbeFace implements Face {
  constructor(
    private readonly items: ProbeItems,
    private readonly prefix: string,
  ) {}

  register(app: FastifyInstance): void {
    const config = { face: 'probe' };
    app.get('/probe/items', { config }, async ({ trace }) => {
      note(trace, 'probe.listed');
      return this.items.all();
    });
    app.put<{ Params: { id: string }; Body: { name?: string; until?: string } }>(
      '/probe/items/:id',
      { config },
      async ({ params: { id }, body: { name, until }, trace }, reply) => {
        if (name === undefined) note(trace, 'probe.unnamed');
        if (await this.items.put({ id, name: this.prefix + (name ?? id), ...(until !== undefined && { until }) })) {
          note(trace, 'probe.put');
          trace.changed('probeItem', id, 'created');
        } else note(trace, 'probe.there');
        return reply.code(204).send();
      },
    );
    app.delete<{ Params: { id: string } }>('/probe/items/:id', { config }, async ({ params: { id }, trace }, reply) => {
      if (await this.items.remove(id)) {
        note(trace, 'probe.removed');
        trace.changed('probeItem', id, 'removed');
        return reply.code(204).send();
      }
      note(trace, 'probe.unknown');
      return reply.code(404).send({ unknown: id });
    });
  }

  dispose(): void {}
}
