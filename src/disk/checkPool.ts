import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../core/base/event';
import { Emitter } from '../core/base/event';
import { type Phrase, phraseText } from '../core/compliance/phrase';
import type { CheckCall, CheckCalls, WorkerMessage, WorkerRequest, WorkerStart } from './checkProtocol';
import { type FolderRules, nearestRules } from './configuration/folderRules';
import { scanTickets } from './scanTickets';
import type { ScannedPart, ScanOrder } from './scanWork';
import { SCHEMA_TIME } from './schemaTime';

export interface CheckPoolOptions extends Pick<WorkerStart, 'schemaFile' | 'configured'> {
  /** Calls it again and again, each time after `SCHEMA_TIME`. Returns how that ends. */
  ticks?: (tick: () => void) => () => void;
  /** Maximum number of threads. Two are best on two cores. More help only when the files are not in the disk cache. */
  maxWorkers?: number;
}

/** The order of jobs. A user waits for an urgent job, such as the text on screen. A scan can wait. */
export type Priority = 'urgent' | 'normal';

interface Job {
  readonly request: WorkerRequest;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly since: number;
  readonly isUrgent: boolean;
  readonly onPart: ((part: ScannedPart) => void) | undefined;
}

interface Member {
  readonly worker: Worker;
  /** Only with a schema of the user's. */
  readonly beat: Int32Array | undefined;
  /** What the beat was at the last tick. */
  seen: number;
  job: Job | undefined;
  /** Started with an old schema. The thread ends after its job. */
  retired: boolean;
}

// Starting a second thread costs 25 ms. So it is started when a job has waited longer than that, and small folders
// never need it.
const PATIENCE_MS = 40;

/** Threads that wait for a disk at the same time. More are not faster. */
export const MOST_WAITING = 4;

/**
 * Worker threads that list, read and check session files without blocking the calling thread. They start with the first
 * call and are kept. When a thread dies, its job fails and another thread takes its place. When a schema of the user's keeps a
 * thread busy for too long, the thread ends, and the schema is not used any more: sessions get a finding in its place.
 *
 * A pool library (piscina) starts its second thread at once and cannot be given another schema. It was measured to need
 * a tenth more processor time for a small folder and a sixth more memory for a large one.
 */
export class CheckPool implements Disposable {
  private readonly members: Member[] = [];
  private readonly urgent: Job[] = [];
  private readonly normal: Job[] = [];
  private readonly warned = new Set<string>();
  private readonly warning = new Emitter<Phrase>();
  /** Warnings for the user. The work goes on. Each message is fired once. */
  readonly onWarning = this.warning.event;
  private lastId = 0;
  private disposed = false;
  private maxWorkers: number;
  /** Whether more threads may be started for a disk that has to be waited for. */
  private readonly isGrowing: boolean;
  /** The tickets of scans that are under way. */
  private readonly scans = new Set<Int32Array>();
  private readonly ticks: (tick: () => void) => () => void;
  private endTicks: (() => void) | undefined;
  private schemaFile: string | undefined;
  private configured: readonly FolderRules[];
  /** Whether the schema takes too long. */
  private isGivenUp = false;
  private turn = 0;

  constructor(options: CheckPoolOptions = {}) {
    this.schemaFile = options.schemaFile;
    this.configured = options.configured ?? [];
    this.ticks = options.ticks ?? everySchemaTime;
    this.isGrowing = options.maxWorkers === undefined;
    this.maxWorkers = options.maxWorkers ?? Math.max(1, Math.min(2, os.availableParallelism()));
  }

  /** Starts the first thread, which takes 40 ms, so that the first call finds it. */
  prepare(): void {
    if (!this.disposed && this.members.length === 0) this.start().worker.unref();
  }

  /** Rejects with an error that has the file system's `code`, for example when a folder cannot be listed. */
  call<C extends CheckCall>(
    call: C,
    params: CheckCalls[C]['params'],
    priority: Priority = 'normal',
    onPart?: (part: ScannedPart) => void,
  ): Promise<CheckCalls[C]['result']> {
    if (this.disposed) return Promise.reject(new PoolDisposedError());
    return new Promise((resolve, reject) => {
      const request = { id: ++this.lastId, call, params };
      const isUrgent = priority === 'urgent';
      if (isUrgent) for (const tickets of this.scans) Atomics.store(tickets, 0, 1);
      (isUrgent ? this.urgent : this.normal).push({ request, resolve, reject, since: Date.now(), isUrgent, onPart });
      this.deal();
    });
  }

  /**
   * Scans applications with as many threads as it is worth. Urgent calls come between.
   * @param isLarge whether a second thread begins at once
   */
  async scan(
    order: Omit<ScanOrder, 'tickets'>,
    onPart: (part: ScannedPart) => void,
    { isLarge }: { isLarge: boolean },
  ): Promise<void> {
    const tickets = scanTickets(order.applications.length);
    const shared: ScanOrder = { ...order, tickets };
    const shares: Promise<void>[] = [];
    const take = () => {
      const share = this.share(shared, told);
      // The first that fails is told below.
      share.catch(() => {});
      shares.push(share);
    };
    const told = (part: ScannedPart) => {
      // More threads can wait for the disk at the same time.
      if (part.isCold && this.isGrowing && shares.length < MOST_WAITING) {
        this.maxWorkers = MOST_WAITING;
        take();
      }
      onPart(part);
    };
    this.scans.add(tickets);
    try {
      for (let i = 0; i < this.maxWorkers; i++) {
        take();
        if (isLarge) this.startFor(i + 1);
      }
      for (let i = 0; i < shares.length; i++) await shares[i];
    } finally {
      this.scans.delete(tickets);
    }
  }

  /** Lets so many threads take part in a scan, the last of which begins now. Settles when that one has nothing left to do. */
  protected help(order: ScanOrder, onPart: (part: ScannedPart) => void, threads: number): Promise<void> {
    this.maxWorkers = Math.max(this.maxWorkers, threads);
    const share = this.share(order, onPart);
    this.startFor(threads);
    return share;
  }

  /** One thread's share of a scan. */
  private async share(order: ScanOrder, onPart: (part: ScannedPart) => void): Promise<void> {
    for (let isPaused = true; isPaused; ) ({ isPaused } = await this.call('scan', order, 'normal', onPart));
    // Nothing is left for those that have not begun.
    for (const job of this.normal.filter(({ request }) => request.params === order)) {
      this.normal.splice(this.normal.indexOf(job), 1);
      job.resolve({ isPaused: false } as never);
    }
  }

  /** Sets another schema for the following jobs. Undefined is the built-in one. Running jobs keep the old one. */
  setSchema(file: string | undefined): void {
    if (file === this.schemaFile) return;
    this.schemaFile = file;
    this.reloadSchema();
  }

  /** Sets what configurations decide for the following jobs. */
  setConfigured(configured: readonly FolderRules[]): void {
    if (JSON.stringify(configured) === JSON.stringify(this.configured)) return;
    this.configured = configured;
    this.isGivenUp = false;
    this.warned.clear();
    this.endThreads();
  }

  /** Reads the schema file again for the following jobs, because it changed. */
  reloadSchema(): void {
    this.isGivenUp = false;
    this.warned.clear();
    this.retireAll();
  }

  /** Tells by which rules the following jobs check a folder. Others have another text. */
  turnOf(folder: string): string {
    return JSON.stringify([this.turn, nearestRules(this.configured, folder)]);
  }

  /** Ends the threads. Jobs that are not done reject with `PoolDisposedError`. */
  async dispose(): Promise<void> {
    this.disposed = true;
    this.endTicks?.();
    const jobs = [...this.urgent.splice(0), ...this.normal.splice(0), ...this.members.flatMap(({ job }) => job ?? [])];
    const members = this.members.splice(0);
    for (const job of jobs) job.reject(new PoolDisposedError());
    await Promise.all(members.map(({ worker }) => worker.terminate()));
    this.warning.dispose();
  }

  /** Starts threads until there are so many. */
  private startFor(threads: number): void {
    while (this.members.length < Math.min(threads, this.maxWorkers)) this.start();
    this.deal();
  }

  private deal(): void {
    for (;;) {
      const next = this.urgent[0] ?? this.normal[0];
      if (!next) return;
      let free = this.members.find(({ job }) => !job);
      if (!free) {
        const waited = Date.now() - next.since >= PATIENCE_MS;
        if (this.members.length > 0 && (!waited || this.members.length >= this.maxWorkers)) return;
        free = this.start();
      }
      (this.urgent.length > 0 ? this.urgent : this.normal).shift();
      if (this.urgent.length === 0) for (const tickets of this.scans) Atomics.store(tickets, 0, 0);
      free.job = next;
      free.worker.ref();
      free.worker.postMessage(next.request);
    }
  }

  private start(): Member {
    const { schemaFile, isGivenUp, configured } = this;
    const hasSchema = schemaFile !== undefined || configured.some((each) => each.schemaFile !== undefined);
    const beat =
      !hasSchema || isGivenUp ? undefined : new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const start: WorkerStart = {
      ...(schemaFile !== undefined && { schemaFile }),
      ...(hasSchema && { isGivenUp }),
      ...(beat && { beat }),
      ...(configured.length > 0 && { configured }),
    };
    if (beat) this.endTicks ??= this.ticks(() => this.look());
    const worker = new Worker(path.join(__dirname, 'checkWorker.js'), {
      workerData: start,
      execArgv: [],
      // Nothing of the thread gets to a terminal as it is. These streams stay unread, as reading keeps the process
      // alive: the thread posts what Node warns of.
      stdout: true,
      stderr: true,
    });
    const member: Member = { worker, beat, seen: 0, job: undefined, retired: false };
    this.members.push(member);
    worker.on('message', (message: WorkerMessage) => this.receive(member, message));
    worker.on('error', (error) => this.lose(member, error));
    worker.on('exit', (code) => this.lose(member, new Error(`The checking thread ended (${code}).`)));
    return member;
  }

  private receive(member: Member, message: WorkerMessage): void {
    if (message.kind === 'warning') {
      const text = phraseText(message.phrase);
      if (this.warned.has(text)) return;
      this.warned.add(text);
      this.warning.fire(message.phrase);
      return;
    }
    const job = member.job;
    if (job?.request.id !== message.id) return;
    if (message.kind === 'part') {
      job.onPart?.(message.part);
      return;
    }
    member.job = undefined;
    // An idle thread must not keep the process alive.
    member.worker.unref();
    if (member.retired) this.retire(member);
    if (message.kind === 'result') job.resolve(message.result as never);
    else job.reject(failedCall(message));
    this.deal();
  }

  /** Ends threads that the same work with a schema of the user's has kept busy since the last tick. */
  private look(): void {
    for (const member of [...this.members]) {
      const beat = member.beat ? Atomics.load(member.beat, 0) : 0;
      const isStuck = (beat & 1) === 1 && beat === member.seen;
      member.seen = beat;
      if (!isStuck) continue;
      const { job } = member;
      member.job = undefined;
      if (!member.retired) this.isGivenUp = true;
      this.retire(member);
      if (this.isGivenUp) this.retireAll();
      if (job) (job.isUrgent ? this.urgent : this.normal).unshift(job);
    }
    this.deal();
  }

  private retireAll(): void {
    this.turn++;
    this.endThreads();
  }

  private endThreads(): void {
    for (const member of this.members) member.retired = true;
    for (const member of this.members.filter(({ job }) => !job)) this.retire(member);
  }

  private retire(member: Member): void {
    this.members.splice(this.members.indexOf(member), 1);
    void member.worker.terminate();
  }

  private lose(member: Member, error: Error): void {
    const at = this.members.indexOf(member);
    if (at < 0) return;
    this.members.splice(at, 1);
    member.job?.reject(error);
    this.deal();
  }
}

/** What a call rejects with. */
export function failedCall({ message, code }: Extract<WorkerMessage, { kind: 'failure' }>): Error {
  return Object.assign(new Error(message), code !== undefined && { code });
}

function everySchemaTime(tick: () => void): () => void {
  const timer = setInterval(tick, SCHEMA_TIME.ms).unref();
  return () => clearInterval(timer);
}

/** The pool was disposed before a job was done. Callers can ignore this error, because they are being disposed too. */
export class PoolDisposedError extends Error {
  constructor() {
    super('The checking threads were stopped.');
  }
}
