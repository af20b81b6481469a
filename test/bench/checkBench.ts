import fs from 'node:fs';
import path from 'node:path';
import { runProgram } from './benchProgram';
import type { BenchRun } from './benchRun';
import { linkForPeers, makeTree, type TreeSize } from './benchTree';
import type { FigureId } from './figures';
import { type CheckOutput, type Oracle, wrongNames } from './oracle';
import { installPeers, type Peer, type Peers } from './peers';
import { shownValue } from './results';
import { inTurns, median, ratios } from './rounds';
import { warmUp } from './warmUp';

type Turns = Record<string, () => number>;

const root = path.resolve(__dirname, '../../..');
const OURS = 'ours';
/** Small folders have more rounds, as each is quick. */
const SMALL_ROUNDS = 2;

/** `check` of a large folder and of small ones, against Node and other tools. */
export async function benchCheck(run: BenchRun): Promise<void> {
  const { folder, sizes } = run;
  const tools = path.join(folder, 'tools');
  fs.mkdirSync(tools);
  const schema = path.join(root, 'schemas/session.schema.json');
  const linked = path.join(folder, 'json');
  const peers: Peers = sizes.hasPeers
    ? installPeers({ folder: tools, schema, tree: linked })
    : { there: [], missing: new Map() };
  const sizeOf = (sessions: number, isFaulty: boolean): TreeSize => ({
    sessions,
    applications: Math.max(3, Math.min(50, Math.round(sessions / 400))),
    seed: 2,
    isFaulty,
  });

  const small = new Contest(run, sizeOf(sizes.small, true), sizes.rounds * SMALL_ROUNDS - 1, peers, linked);
  await small.measure(['ajv', 'python'], ['parse1']);
  small.figure('small.node1', 'parse1');
  small.faster('small.ajv', 'ajv');
  small.figure('small.python', 'python');
  small.remove();

  const clean = new Contest(run, sizeOf(sizes.small, false), sizes.rounds * SMALL_ROUNDS - 1, peers, linked);
  await clean.measure([], ['parse1']);
  clean.figure('small.clean', 'parse1');
  clean.remove();

  const large = new Contest(run, sizeOf(sizes.large, true), sizes.rounds, peers, linked);
  await large.measure(
    ['ajv', 'languageService', 'sourcemeta', 'sourcemetaFast', 'jq', 'python'],
    ['parse1', 'parse2', 'read1', 'read2'],
  );
  large.figure('check.node1', 'parse1');
  large.figure('check.node2', 'parse2');
  large.figure('check.read1', 'read1');
  large.figure('check.read2', 'read2');
  for (const id of ['ajv', 'languageService', 'sourcemeta', 'sourcemetaFast', 'jq', 'python'] as const)
    large.faster(`check.${id}`, id);
  large.remove();
}

/** One folder, all that read it, in turns, and their verdicts. */
class Contest {
  private readonly tree: string;
  private readonly oracle: Oracle;
  private readonly schemaFaults: ReadonlySet<string>;
  private readonly wrong = new Map<string, number>();
  private values: Record<string, number[]> = {};

  constructor(
    private readonly run: BenchRun,
    size: TreeSize,
    private readonly rounds: number,
    private readonly peers: Peers,
    private readonly linked: string,
  ) {
    this.tree = path.join(run.folder, 'MobileApps');
    this.oracle = makeTree(this.tree, size);
    this.oracle.write(path.join(run.folder, 'MobileApps.oracle.tsv'));
    this.schemaFaults = linkForPeers(this.tree, this.oracle, linked);
  }

  async measure(peers: readonly string[], readers: readonly string[]): Promise<void> {
    const there = this.peers.there.filter(({ id }) => peers.includes(id));
    const turns: Turns = { [OURS]: () => this.check() };
    for (const reader of readers) turns[reader] = () => this.read(reader);
    for (const peer of there) turns[peer.id] = () => this.ask(peer);
    this.values = await inTurns(turns, this.rounds, () => warmUp(this.tree));
  }

  /** Our time as a ratio to that of another. */
  figure(id: FigureId, other: string): void {
    this.add(id, other, (ours, others) => ratios(ours, others));
  }

  /** How many times as fast we are than another. */
  faster(id: FigureId, other: string): void {
    this.add(id, other, (ours, others) => ratios(others, ours));
  }

  remove(): void {
    for (const place of [this.tree, this.linked]) fs.rmSync(place, { recursive: true, force: true });
  }

  private add(id: FigureId, other: string, compare: (ours: number[], others: number[]) => number[]): void {
    const { results } = this.run;
    const [ours, others] = [this.values[OURS], this.values[other]];
    if (!ours || !others) {
      const reason = this.peers.missing.get(other);
      if (reason !== undefined) results.missing(id, reason);
      return;
    }
    const name = this.peers.there.find((peer) => peer.id === other)?.name ?? 'Node';
    const theirs = this.wrong.has(other) ? `, theirs ${this.wrong.get(other)}` : '';
    results.add(
      id,
      compare(ours, others),
      `${seconds(ours)} : ${seconds(others)} s (${name}), ${this.rounds} rounds, wrong verdicts: ` +
        `${this.wrong.get(OURS)} of ${this.oracle.files}${theirs}`,
    );
  }

  private check(): number {
    const { build, folder } = this.run;
    const command = [process.execPath, build.program('cli.js'), 'check', this.tree, '--format', 'json'] as const;
    const { ms, code, output } = runProgram(command, { folder });
    if (code > 1) throw new Error(`check ended with ${code}: ${output.slice(0, 500)}`);
    this.note(OURS, this.oracle.wrongIn(JSON.parse(output) as CheckOutput));
    return ms;
  }

  private read(reader: string): number {
    const [mode, threads] = [reader.slice(0, -1), reader.slice(-1)];
    const command = [process.execPath, path.join(__dirname, 'nodeReader.js'), this.tree, mode, threads] as const;
    const { ms, code, output } = runProgram(command, { folder: this.run.folder });
    // It reads what has the name of a session, so it must have read all of them.
    if (code !== 0 || Number(output) !== this.oracle.files) throw new Error(`The reader failed: ${output}`);
    return ms;
  }

  private ask({ id, command, env, named }: Peer): number {
    const { ms, output } = runProgram(command, { folder: this.run.folder, ...(env && { env }) });
    this.note(id, wrongNames(named(output, this.linked), this.schemaFaults));
    return ms;
  }

  /** The worst of all rounds counts. */
  private note(who: string, wrong: number): void {
    this.wrong.set(who, Math.max(wrong, this.wrong.get(who) ?? 0));
  }
}

function seconds(ms: readonly number[]): string {
  return shownValue(median(ms) / 1000);
}
