// Entry of the process that runs a developer's code. The code runs in a thread, so that this one can always watch it: an
// endless loop does not stop it.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import type { Readable } from 'node:stream';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { shortened } from '../../../core/compliance/phrase';
import { MEBIBYTE } from './codeLimits';
import { FrameReader, frameOf } from './frames';
import { garbageCollector } from './garbage';
import {
  type CallReply,
  CHANNEL,
  type CodeHostCall,
  type FromHost,
  type FromThread,
  type HostEnd,
  type HostStart,
  LAST_WORDS,
  type LeftOver,
  type ThreadStart,
  type ToHost,
  type ToThread,
} from './hostProtocol';
import { thrownText } from './thrownText';

// While code runs, memory can fill by a gigabyte in a second.
const WATCH_MS = 20;
// Code that an answered request has left behind may fill memory too.
const IDLE_WATCH_MS = 500;
// What the server may send at once: a request with the largest body that options allow, or the storage of a session.
const LONGEST_FROM_SERVER = 1024 * MEBIBYTE;
// Of a run with more, what is left is freed before the next one.
const HEAVY_BYTES = MEBIBYTE;
// The last output of a thread arrives within milliseconds of its end.
const FLUSH_MS = 200;

// The server reads no more than 4096 characters, as JSON.
const LONGEST_REASON = 600;

class CodeHost {
  private readonly worker: Worker;
  private readonly bridge: MessagePort;
  private readonly signal = new SharedArrayBuffer(4);
  private watch: NodeJS.Timeout | undefined;
  /** Memory of the process before any code ran. */
  private ownMemory = 0;
  /** Bytes of the request whose code runs. They are no memory that the code has taken. */
  private requestBytes = 0;
  private readonly collect = garbageCollector();
  /** What the code threw outside of a run. It may have thrown anything. */
  private thrown: { readonly error: unknown } | undefined;
  /** How the thread ends, if it has said so itself. */
  private ending: (Pick<HostEnd, 'run'> & { readonly reason?: string }) | undefined;
  /** The run that the thread has, or is given. */
  private running: number | undefined;
  private printed = 0;
  private hasEnded = false;

  constructor(
    private readonly start: HostStart,
    private readonly channel: net.Socket,
    /** The length of the message of which not all has arrived. */
    private readonly arriving: () => number,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.bridge = port1;
    this.worker = new Worker(start.thread, {
      workerData: { data: start.data, bridge: port2, signal: this.signal } satisfies ThreadStart,
      transferList: [port2],
      // Threads that the code starts have the same arguments.
      execArgv: ['--require', path.join(__dirname, 'threadGuard.js')],
      argv: [],
      env: { ...start.env },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: start.memoryMb },
    });
    this.bridge.on('message', (call: CodeHostCall) => this.call(call));
    this.worker.on('message', (message: FromThread) => this.hear(message));
    this.worker.on('error', (error: unknown) => {
      this.thrown = { error };
    });
    const { stdout, stderr } = this.worker;
    const ended = [this.print(stdout), this.print(stderr)];
    this.worker.on('exit', (code) => {
      this.hasEnded = true;
      const flushed = new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
      void Promise.race([Promise.all(ended), flushed]).then(() => end(this.endOf(code)));
    });
  }

  /** @param bytes what the message has views of */
  take(message: Exclude<ToHost, HostStart>, bytes: Buffer): void {
    if (message.kind === 'reply') {
      this.reply(message.reply);
      return;
    }
    // The server gives the run to another process, as this one has not begun it.
    if (this.hasEnded) return;
    this.running = message.run;
    this.requestBytes = bytes.length;
    this.endIfFull();
    this.printed = 0;
    this.watchEach(WATCH_MS);
    // What has left this process arrives, whatever the code does to the process then.
    this.channel.write(frameOf({ kind: 'begun', run: message.run } satisfies FromHost), () =>
      // The body moves into the thread with its bytes, so that it is there once.
      this.worker.postMessage(message satisfies ToThread, [bytes.buffer as ArrayBuffer]),
    );
  }

  private hear(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.ownMemory = process.memoryUsage.rss();
        this.watchEach(IDLE_WATCH_MS);
        this.send({ kind: 'ready' });
        break;
      case 'threw':
        this.ending = message;
        break;
      case 'exits':
        this.ending ??= message;
        break;
      case 'leftOver':
        this.leave(message);
        break;
      case 'done': {
        this.running = undefined;
        const frame = frameOf(message satisfies FromHost);
        if (frame.length <= this.start.longestFrame) this.channel.write(frame);
        else this.send({ kind: 'tooLarge', run: message.run, bytes: frame.length });
        const isHeavy = this.requestBytes + frame.length > HEAVY_BYTES;
        this.worker.postMessage({ kind: 'ping', isHeavy } satisfies ToThread);
        break;
      }
      case 'pong':
        this.requestBytes = 0;
        this.watchEach(IDLE_WATCH_MS);
        this.send({ kind: 'settled' });
    }
  }

  /** Nothing of an earlier run fails the one that is going on. Without one, the process has nothing left to do. */
  private leave(message: LeftOver): void {
    if (this.running !== undefined) {
      this.send({ ...message, reason: shortened(message.reason, LONGEST_REASON) });
      return;
    }
    this.ending = message;
    this.hasEnded = true;
    void this.worker.terminate();
  }

  private endOf(code: number): HostEnd {
    const { thrown, ending } = this;
    if (thrown) {
      const { error } = thrown;
      const isMemory = error instanceof Error && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
      return { kind: isMemory ? 'memory' : 'failed', reason: thrownText(error, __dirname) };
    }
    const reason = ending?.reason ?? `The code ended its process with exit code ${code}.`;
    return { kind: 'failed', reason, ...(ending?.run !== undefined && { run: ending.run }) };
  }

  private call(call: CodeHostCall): void {
    try {
      const frame = frameOf({ kind: 'call', call } satisfies FromHost);
      const { longestCall, callLimit } = this.start;
      if (frame.length > longestCall) throw new Error(`The code gives on more than ${callLimit}.`);
      this.channel.write(frame);
    } catch (error) {
      this.reply({ kind: 'failure', reason: (error as Error).message });
    }
  }

  private reply(reply: CallReply): void {
    this.bridge.postMessage(reply);
    const signal = new Int32Array(this.signal);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  }

  private send(message: FromHost): void {
    this.channel.write(frameOf(message));
  }

  /** Node bounds only the memory for objects of JavaScript, so memory for bytes is watched here. */
  private watchEach(ms: number): void {
    clearInterval(this.watch);
    this.watch = setInterval(() => this.endIfFull(), ms);
  }

  private endIfFull(): void {
    if (!this.isFull) return;
    // Pieces of messages are left in this thread, and are no memory of the code.
    this.collect();
    if (this.isFull) end({ kind: 'memory', reason: 'The memory of the process is used up.' });
  }

  /** Whether the code has more memory than it may, without what the server sends, and what is on its way to the server. */
  private get isFull(): boolean {
    const carried = this.requestBytes + this.arriving() + this.channel.writableLength;
    return process.memoryUsage.rss() - this.ownMemory - carried > this.start.memoryMb * MEBIBYTE;
  }

  /** Passes on what the thread prints, as far as it may print. Resolves when it prints no more. */
  private print(from: Readable): Promise<void> {
    from.setEncoding('utf8').on('data', (text: string) => {
      const left = this.start.logBytes - this.printed;
      this.printed += Buffer.byteLength(text);
      // One byte more shows the server that something was left out.
      if (left >= 0) this.send({ kind: 'printed', text: text.slice(0, left + 1) });
    });
    return new Promise((resolve) => from.once('close', () => resolve()));
  }
}

/** Ends this process at once, whatever its threads do. */
function end(how: HostEnd): void {
  try {
    fs.writeSync(LAST_WORDS, JSON.stringify({ ...how, reason: shortened(how.reason, LONGEST_REASON) }));
  } catch {
    // The code has closed the file, or the server has ended.
  }
  process.kill(process.pid, 'SIGKILL');
}

/** Ends this process, and what the code has started. The server is not there to do it. */
function leave(): void {
  try {
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  } catch {
    // Nobody has made this process lead a group.
  }
  process.kill(process.pid, 'SIGKILL');
}

function main(): void {
  const channel = new net.Socket({ fd: CHANNEL, readable: true, writable: true });
  let host: CodeHost | undefined;
  const reader = new FrameReader(
    LONGEST_FROM_SERVER,
    (frame, bytes) => {
      const message = frame as ToHost;
      if (message.kind === 'start') host = new CodeHost(message, channel, () => reader.pendingBytes);
      else host?.take(message, bytes);
    },
    leave,
  );
  channel.on('data', (chunk) => reader.add(chunk));
  // Without a server there is nobody to run code for.
  channel.on('end', leave).on('close', leave).on('error', leave);
}

main();
