import assert from 'node:assert/strict';
import { compileHandlers, findHandler } from '../../src/core/handlers/findHandler';
import { readHandlers } from '../../src/core/handlers/readHandlers';
import type { StepBudget } from '../../src/core/pattern/runPattern';
import { PatternTurns } from '../../src/server/kernel/http/patternTurns';

/** Numbers the turns of the event loop. */
class LoopTurns {
  private turn = 0;
  private next: NodeJS.Immediate | undefined;

  constructor() {
    this.count();
  }

  get now(): number {
    return this.turn;
  }

  end(): void {
    clearImmediate(this.next);
  }

  private count(): void {
    this.next = setImmediate(() => {
      this.turn++;
      this.count();
    });
  }
}

describe('Turns of requests with expensive patterns', () => {
  const handlers = compileHandlers(
    readHandlers(
      JSON.stringify(
        ['(?i)(.{3001})\\1x', '(_|_)*\\1b', '^/good$'].map((regexPattern) => ({
          class: 'X',
          method: 'm',
          regexPattern,
        })),
      ),
    ).entries,
    'anywhere',
  );
  const bad = `/${'aA'.repeat(3500)}`;

  /** Finds a handler, and keeps in which turn how many steps were taken. */
  function finder(turns: PatternTurns, loop: LoopTurns) {
    const steps = new Map<number, number>();
    const find = (path: string) =>
      turns.judge((budget: StepBudget) => {
        const before = budget.left;
        const found = findHandler(handlers, 'GET', path, budget);
        steps.set(loop.now, (steps.get(loop.now) ?? 0) + before - budget.left);
        return found;
      });
    return { steps, find };
  }

  it('forty expensive requests at once hold up the event loop in no turn longer than one does', async () => {
    const loop = new LoopTurns();
    try {
      const one = finder(new PatternTurns(200_000), loop);
      assert.ok((await one.find(bad)).unjudged);
      const ofOne = Math.max(...one.steps.values());
      const all = finder(new PatternTurns(200_000), loop);
      const found = await Promise.all(Array.from({ length: 40 }, () => all.find(bad)));
      assert.ok(found.every(({ unjudged }) => unjudged));
      const [first = 0, ...later] = [...all.steps].sort(([a], [b]) => a - b).map(([, steps]) => steps);
      // All are tried once in the first turn.
      assert.ok(first <= 41 * 30_000, `${first}`);
      assert.ok(later.length >= 39);
      for (const steps of later) assert.ok(steps <= ofOne, `${steps}`);
    } finally {
      loop.end();
    }
  });

  it('a cheap request between expensive ones waits for no turn', async () => {
    const loop = new LoopTurns();
    try {
      const { find } = finder(new PatternTurns(200_000), loop);
      const ended: string[] = [];
      const all = [...Array.from({ length: 20 }, () => bad), '/good', ...Array.from({ length: 20 }, () => bad)];
      await Promise.all(all.map((path) => find(path).then(() => ended.push(path))));
      assert.equal(ended[0], '/good');
    } finally {
      loop.end();
    }
  });

  it('a request that needs more steps than a cheap one is judged in its turn', async () => {
    const turns = new PatternTurns(200_000);
    let tries = 0;
    const found = await turns.judge((budget) => {
      tries++;
      budget.left -= 50_000;
      return budget.left >= 0 ? 'judged' : 'unjudged';
    });
    assert.deepEqual([found, tries], ['judged', 2]);
  });

  it('requests beyond those that may wait get what a first look has found', async () => {
    const turns = new PatternTurns(200_000);
    let steps = 0;
    const ask = () =>
      turns.judge((budget) => {
        steps += budget.left;
        budget.left = -1;
        return 'unjudged';
      });
    const found = await Promise.all(Array.from({ length: 1000 }, ask));
    assert.ok(found.every((each) => each === 'unjudged'));
    assert.equal(steps, 1000 * 10_000 + 100 * 200_000);
    // When they have ended, there is room again.
    steps = 0;
    await ask();
    assert.equal(steps, 210_000);
  });

  it('an error that is none of patterns is told at once', async () => {
    await assert.rejects(
      new PatternTurns(200_000).judge(() => {
        throw new TypeError('odd');
      }),
      /odd/,
    );
  });
});
