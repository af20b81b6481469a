import assert from 'node:assert/strict';
import type { ServerChange } from '../../src/core/protocol/state';
import { HttpControlClient } from '../../src/server/client/httpControlClient';
import type { DevServerController } from '../../src/vscode/server/devServerController';
import { JournalShown } from '../../src/vscode/server/journalShown';
import type { ServerNode } from '../../src/vscode/server/serverNode';
import type { TokensNode } from '../../src/vscode/systems/tokens/tokensNode';
import { Memory } from './memory';
import { devServers } from './servers';
import { TestServerTree } from './serverTrees';
import { signIn } from './tokensClient';
import { next } from './workspace';

/** Tells of changes only when it may, as on a machine that is busy with something else. */
class LateClient extends HttpControlClient {
  private tell: ((change: ServerChange) => void) | undefined;
  private readonly kept: ServerChange[] = [];
  isLate = false;

  override follow(onChange: (change: ServerChange) => void, signal: AbortSignal, onLost: (reason: string) => void) {
    this.tell = onChange;
    return super.follow((change) => void (this.isLate ? this.kept.push(change) : onChange(change)), signal, onLost);
  }

  tellAll(): void {
    this.isLate = false;
    for (const change of this.kept.splice(0)) this.tell?.(change);
  }
}

describe('a row that a command reveals', () => {
  const devServer = devServers();
  let client: LateClient;
  let server: DevServerController;
  let journal: JournalShown;
  let tree: TestServerTree;
  let url: string;

  beforeEach(async () => {
    server = devServer({
      connect: (address) => {
        client = new LateClient(address);
        return client;
      },
    });
    journal = new JournalShown(server, new Memory());
    tree = await TestServerTree.open(server, journal);
    ({ url } = await server.start({ tokens: {} }));
    client.isLate = true;
  });

  afterEach(async () => {
    await server.stop();
    for (const each of [tree, journal, server]) each.dispose();
  });

  /** The row of a session that the server has, and that the view was not told of. */
  const rowNotTold = async (): Promise<TokensNode> => {
    await signIn(url, 'jane', 'example');
    const [session] = (await client.state()).systems.tokens?.sessions ?? [];
    assert.ok(session);
    assert.deepEqual(server.state?.systems.tokens?.sessions, []);
    return { kind: 'tokenSession', id: session.id };
  };

  /** The rows that a view is asked to show. */
  const shownOf = async (row: ServerNode): Promise<ServerNode[]> => {
    const shown: ServerNode[] = [];
    await tree.reveal({ reveal: async (each) => void shown.push(each) }, row, { select: true });
    return shown;
  };

  it('a row that the server has, and the view was not told of yet, is revealed once the view has it', async () => {
    const row = await rowNotTold();
    const isThere = tree.hasSoon(row);
    client.tellAll();
    assert.equal(await isThere, true);
    const [known] = await shownOf(row);
    const lists = tree.getChildren().find(({ kind }) => kind === 'tokens');
    const [active] = tree.getChildren(lists);
    assert.equal(tree.getChildren(active)[0], known);
  });

  it('a row is revealed after VS Code was told of all that was waiting to be redrawn', async () => {
    const top = tree.getChildren();
    tree.getChildren(top.find(({ kind }) => kind === 'tokens'));
    const row = await rowNotTold();
    let known = 0;
    // What was waiting before may be redrawn meanwhile.
    tree.onDidRedraw(() => {
      known = server.state?.systems.tokens?.sessions.length ?? 0;
    });
    client.tellAll();
    assert.equal(await tree.hasSoon(row), true);
    await shownOf(row);
    assert.equal(known, 1);
  });

  it('a row that is gone before the view was told of it is not awaited for ever', async () => {
    const row = await rowNotTold();
    const isThere = tree.hasSoon(row);
    const told = next(server.onDidChangeStatus);
    await server.stop();
    await told;
    assert.equal(await isThere, false);
  });
});
