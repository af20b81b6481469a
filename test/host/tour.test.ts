import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/core/base/event';
import type { ServerStatus } from '../../src/core/protocol/address';
import type { KeptChange } from '../../src/vscode/changes/keptChange';
import type { ContextKeySetter } from '../../src/vscode/host/contextKeys';
import { Later } from '../../src/vscode/host/later';
import { Tour, type TourNeeds } from '../../src/vscode/tour/tour';
import { TOUR_KEYS } from '../../src/vscode/tour/tourContract';

/** What the walkthroughs are about, without any of it. */
class Happenings {
  readonly status = new Emitter<ServerStatus>();
  readonly state = new Emitter<{ readonly after: unknown }>();
  readonly pushed = new Emitter<string>();
  readonly ran = new Emitter<void>();
  readonly changed = new Emitter<void>();
  readonly pushes = new Map<string, { readonly outcome?: object }>();
  changes: readonly Pick<KeptChange, 'id' | 'state'>[] = [];
  /** The steps whose keys were true, in order. */
  readonly done: string[] = [];
  private readonly log = {
    onDidChange: this.changed.event,
    changesNow: () => this.changes,
    get changes() {
      return this.changesNow();
    },
  };
  readonly loadedChanges = new Later(async () => this.log);
  readonly loadedRuns = new Later(async () => ({ onDidChange: this.ran.event }));

  tour(): Tour {
    const nothing = new Emitter<never>();
    const setter = {
      set: (key: { readonly id: string }, value: unknown) => {
        const step = Object.entries(TOUR_KEYS).find(([, each]) => each.id === key.id)?.[0];
        if (value === true) this.done.push(String(step));
      },
    };
    const index = { folders: () => [], onDidChange: nothing.event };
    const needs = {
      documents: { index, keyOf: () => undefined },
      pending: { onDidChange: nothing.event },
      changes: this.loadedChanges,
      devServer: { onDidChangeStatus: this.status.event, onDidChangeState: this.state.event },
      runs: this.loadedRuns,
      results: { of: (folder: string) => this.pushes.get(folder), onDidChange: this.pushed.event },
    };
    return new Tour(setter as unknown as ContextKeySetter, needs as unknown as TourNeeds);
  }
}

/** A terminal without a shell. */
function silentTerminal(): vscode.Pseudoterminal {
  return { onDidWrite: () => new vscode.Disposable(() => {}), open: () => {}, close: () => {} };
}

describe('the steps of the walkthroughs', () => {
  let happenings: Happenings;
  let tour: Tour;

  beforeEach(() => {
    happenings = new Happenings();
  });

  afterEach(() => tour.dispose());

  it('a step is completed by what was done: a server that runs, a session that is there, a run that ended, a push that arrived', async () => {
    tour = happenings.tour();
    const { status, state, pushed, pushes, ran, done } = happenings;
    for (const each of ['starting', 'failed'] as const) status.fire(each);
    state.fire({ after: { systems: { web: { sessions: [] } } } });
    state.fire({ after: undefined });
    pushes.set('/a', {});
    pushed.fire('/a');
    await happenings.loadedRuns.get();
    assert.deepEqual(done, []);
    status.fire('running');
    state.fire({ after: { systems: { web: { sessions: [{}] } } } });
    ran.fire();
    pushes.set('/a', { outcome: {} });
    pushed.fire('/a');
    status.fire('running');
    assert.deepEqual(done, ['serverStarted', 'webSessionMade', 'flowPlayed', 'pushed']);
  });

  it('the step of terminals and tests is completed by a terminal that opens, and by no other', async () => {
    tour = happenings.tour();
    const { done, status } = happenings;
    status.fire('running');
    done.splice(0);
    const opened = new Promise<void>((resolve) => {
      const listening = vscode.window.onDidOpenTerminal(() => {
        listening.dispose();
        resolve();
      });
    });
    const terminal = vscode.window.createTerminal({ name: 'tour', pty: silentTerminal() });
    terminal.show(true);
    await opened;
    assert.deepEqual(done, ['terminalOpened']);
    terminal.dispose();
  });

  it('the step of undoing is completed by what is undone now, not by what was undone in an earlier window', async () => {
    happenings.changes = [{ id: 'earlier', state: 'undone' }];
    tour = happenings.tour();
    await happenings.loadedChanges.get();
    const change = (state: KeptChange['state']) => {
      happenings.changes = [
        { id: 'earlier', state: 'undone' },
        { id: 'now', state },
      ];
      happenings.changed.fire();
    };
    change('done');
    assert.deepEqual(happenings.done, []);
    change('undone');
    assert.deepEqual(happenings.done, ['changeUndone']);
  });
});
