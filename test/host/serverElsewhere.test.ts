import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { SessionIndex } from '../../src/core/index/sessionIndex';
import { JoinableProcess } from '../../src/server/client/joinableProcess';
import { ServedFolders } from '../../src/server/client/servedFolders';
import type { ServerProcess } from '../../src/server/client/serverProcess';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { ServerElsewhere } from '../../src/vscode/server/serverElsewhere';
import { statusFace } from '../../src/vscode/server/statusFace';
import { HandTimers } from '../support/handTimers';
import { devServer } from './servers';

describe('a server of another window', () => {
  let home: string;
  let folder: string;
  let served: ServedFolders;
  let first: DevServerController;
  let second: DevServerController;

  const windowOf = (by: string) => {
    const within = (own: ServerProcess) =>
      new JoinableProcess({
        own,
        served,
        by: () => by,
        folderOf: ({ mobileApps }) => mobileApps,
        timers: new HandTimers(),
        log: () => {},
      });
    return devServer({ within });
  };

  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'elsewhere-'));
    folder = path.join(home, 'MobileApps');
    fs.mkdirSync(folder);
    fs.mkdirSync(path.join(home, 'servers'));
    served = new ServedFolders(path.join(home, 'servers'));
    [first, second] = [windowOf('Editor: one'), windowOf('Editor: two')];
  });

  afterEach(async () => {
    for (const each of [first, second]) await each.dispose();
    fs.rmSync(home, { recursive: true, force: true });
  });

  /** What looks for the second window, and what makes it look. */
  function looking(events: {
    readonly discovered?: vscode.Event<void>;
    readonly seen?: vscode.Event<{ visible: boolean }>;
  }) {
    const never = () => new vscode.Disposable(() => {});
    return new ServerElsewhere(
      {
        server: second,
        folders: { expected: [folder], onDidDiscover: events.discovered ?? never },
        index: new SessionIndex(),
        view: { onDidChangeVisibility: (events.seen ?? never) as vscode.TreeView<unknown>['onDidChangeVisibility'] },
      },
      served,
    );
  }

  const there = () => second.remark.elsewhere;

  /** Resolves when the second window says that there is such a server, or no longer says it. */
  async function until(is: boolean, act: () => unknown): Promise<void> {
    const told = new Promise<void>((resolve) => {
      const subscription = second.onDidChangeStatus(() => {
        if ((there() !== undefined) !== is) return;
        subscription.dispose();
        resolve();
      });
    });
    await act();
    await told;
  }

  it('a window says by itself that its folder is served in another one, and that it is no longer', async () => {
    const elsewhere = looking({});
    try {
      await elsewhere.look();
      assert.equal(there(), undefined);
      await until(true, () => first.start({ mobileApps: folder }));
      const face = statusFace(second.status, { remark: second.remark, lan: false });
      assert.equal(face.spoken, `Dev session server, runs elsewhere, ${first.address?.url} · Editor: one`);
      assert.match(face.tokens, /elsewhere/);
      await until(false, () => first.stop());
    } finally {
      await elsewhere.dispose();
    }
  });

  it('a window says so when its view is shown or its folders were found, no longer once it has joined, and again when it has left', async () => {
    await first.start({ mobileApps: folder });
    const [discovered, seen] = [new vscode.EventEmitter<void>(), new vscode.EventEmitter<{ visible: boolean }>()];
    const elsewhere = looking({ discovered: discovered.event, seen: seen.event });
    try {
      await until(true, () => seen.fire({ visible: true }));
      assert.deepEqual([there()?.folder, there()?.url], [folder, first.address?.url]);
      assert.ok(!JSON.stringify(there()).includes(String(first.address?.controlToken)));
      await second.start({ mobileApps: folder });
      assert.deepEqual([second.joined?.by, there()], ['Editor: one', undefined]);
      await until(true, () => second.stop());
      await first.stop();
      await until(false, () => discovered.fire());
    } finally {
      await elsewhere.dispose();
    }
  });
});
