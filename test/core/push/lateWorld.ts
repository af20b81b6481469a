import assert from 'node:assert/strict';
import type { SessionKey } from '../../../src/core/index/sessionIndex';
import { KnownFiles } from '../../../src/core/push/knownFiles';
import { type Copy, UnpushedMarks } from '../../../src/core/push/unpushedMarks';
import { entry } from '../index/changes';

const FOLDER = '/a';
const key = (name: string) => ({ folder: FOLDER, application: 'app', name });

type Change =
  | { kind: 'edit'; name: string; content: Copy }
  | { kind: 'delete' | 'undoneDeletion'; name: string }
  | { kind: 'move'; name: string; to: string };

/** Files, a server that has taken some in, commands that change them, and an index that hears of it later. */
export class LateWorld {
  private readonly marks = new UnpushedMarks();
  private readonly server = new Map<string, Copy>();
  /** All that a file has been, and how far the index has come with it. */
  private readonly history = new Map<string, { copy: Copy; entry: unknown }[]>();
  private readonly heard = new Map<string, number>();
  private readonly atPush = new Map<string, number>();
  private readonly files: KnownFiles;
  private changedNow = new Set<string>();

  constructor(
    private readonly names: readonly string[],
    files: Record<string, Copy>,
  ) {
    for (const name of names) {
      this.server.set(name, files[name] ?? 'absent');
      this.history.set(name, []);
      this.write(name, files[name] ?? 'absent');
      this.heard.set(name, 0);
    }
    const index = {
      fileEntry: ({ name }: SessionKey) => this.history.get(name)?.[this.heard.get(name) ?? 0]?.entry,
      stateOf: () => ({ kind: 'ready' }),
    };
    this.files = new KnownFiles(index as never);
  }

  before(name: string): { server: Copy; file: Copy } {
    const copy = this.files.of(key(name));
    return this.marks.known(key(name)) ?? { server: copy, file: copy };
  }

  change(each: Change): void {
    const { name } = each;
    const now = this.disk(name);
    if (each.kind === 'edit') {
      this.marks.changed(key(name), now, each.content);
      this.write(name, each.content);
    } else if (now === 'absent') return;
    else if (each.kind === 'move') {
      if (name === each.to) return;
      const [from, to] = [this.before(name), this.before(each.to)];
      this.marks.moved(key(name), key(each.to), from.server, to.server, from.file);
      this.write(name, 'absent');
      this.write(each.to, now);
    } else {
      const { server, file } = this.before(name);
      this.marks.changed(key(name), server, 'absent', file);
      this.write(name, 'absent');
      if (each.kind === 'delete') return;
      this.marks.restored(key(name), this.before(name).server);
      this.write(name, now);
    }
  }

  /** The index says what a file was some changes later; after none it says the same old thing again. */
  hear(name: string, by: number): void {
    const last = (this.history.get(name)?.length ?? 1) - 1;
    const next = (this.heard.get(name) ?? 0) + by;
    // A look that was under way before a push is over when that is.
    this.heard.set(name, by === 0 ? next : Math.min(last, Math.max(next, this.atPush.get(name) ?? 0)));
    const file = this.files.of(key(name));
    if (file !== 'unknown') this.marks.seen(key(name), file);
  }

  push(during: () => void): void {
    for (const name of this.names) this.endLook(name);
    const marks = this.marks.atPush(FOLDER);
    const took = new Map(this.names.map((name) => [name, this.disk(name)]));
    this.changedNow = new Set();
    during();
    this.marks.pushed(marks, () => false);
    for (const [name, copy] of took) this.server.set(name, this.changedNow.has(name) ? 'unknown' : copy);
  }

  /** No look at a file takes as long as a push, or as the user's answer: what is heard later is not older than now. */
  private endLook(name: string): void {
    if (this.heard.get(name) !== 0) this.hear(name, Number.POSITIVE_INFINITY);
    this.atPush.set(name, (this.history.get(name)?.length ?? 1) - 1);
  }

  markPushed(name: string, undone: boolean): void {
    this.endLook(name);
    if (!this.marks.of(key(name))) return;
    const taken = this.marks.take([key(name)]);
    if (undone) this.marks.putBack(taken);
    else this.server.set(name, this.disk(name));
  }

  marked(): string[] {
    return this.names.filter((name) => this.marks.of(key(name)) !== undefined);
  }

  differing(): string[] {
    return this.names.filter((name) => this.server.get(name) !== this.disk(name));
  }

  checkCounts(): void {
    assert.equal(this.marks.size, this.marked().length);
    assert.equal(this.marks.keys(FOLDER).length, this.marked().length);
    assert.equal(this.marks.count(FOLDER), this.marked().length);
    assert.equal(this.marks.stored().length, this.marked().length);
    const gone = this.names.filter((name) => this.marks.of(key(name)) === 'deleted');
    assert.equal(this.marks.gone, gone.length);
  }

  private disk(name: string): Copy {
    return this.history.get(name)?.at(-1)?.copy ?? 'absent';
  }

  private write(name: string, copy: Copy): void {
    const known = copy === 'absent' ? undefined : { ...entry(name), digest: copy };
    this.history.get(name)?.push({ copy, entry: known });
    this.changedNow.add(name);
    if (this.marks.known(key(name))) this.files.wrote(key(name), this.marks.known(key(name))?.file ?? copy);
  }
}
