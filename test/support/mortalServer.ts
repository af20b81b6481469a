import fs from 'node:fs';
import path from 'node:path';

/**
 * Moments of the start of a server: its program is loaded; its parent knows that it takes up the state; half of a write to a state
 * file is done; a state file was shortened; it would say that it runs.
 */
export const START_MOMENTS = ['load', 'takingUp', 'writing', 'shortening', 'ready'] as const;

/** How a start ends. */
export interface Death {
  readonly at: (typeof START_MOMENTS)[number];
  /** A function body. If it returns, the start goes on. */
  readonly how: string;
}

/** Ends the process by a signal. */
export function deathBy(signal: NodeJS.Signals, at: Death['at']): Death {
  return { at, how: `process.kill(process.pid, '${signal}'); for (;;);` };
}

const SERVER = path.resolve(__dirname, '../../../dist/server.js');
// A start that ends without its death must not die later.
const PROGRAM = `
  const fs = require('node:fs');
  const file = require('node:path').join(__dirname, 'deaths.json');
  const [death, ...others] = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (death) fs.writeFileSync(file, JSON.stringify(others));
  let isStarting = true;
  const due = (moment) => {
    if (isStarting && death?.at === moment) new Function('require', death.how)(require);
  };
  due('load');
  const isState = (number) => number === 4 || number === 5;
  const { writeSync, ftruncateSync } = fs;
  fs.writeSync = (number, bytes, offset, length, position) => {
    if (isState(number) && death?.at === 'writing') {
      writeSync(number, bytes, offset, Math.floor(length / 2), position);
      due('writing');
    }
    return writeSync(number, bytes, offset, length, position);
  };
  fs.ftruncateSync = (number, length) => {
    ftruncateSync(number, length);
    if (isState(number)) due('shortening');
  };
  const send = process.send.bind(process);
  process.send = (message, handle, options, told) => {
    if (message.kind === 'ready') {
      due('ready');
      isStarting = false;
    }
    return send(message, handle, options, (...sent) => {
      if (message.kind === 'takingUp') due('takingUp');
      told(...sent);
    });
  };
  require(${JSON.stringify(SERVER)});`;

/** The server that ships, whose next starts end as a test plans. */
export class MortalServer {
  /** Absolute path. */
  readonly program: string;
  private readonly file: string;

  /** @param folder absolute path of a folder of its own */
  constructor(folder: string) {
    fs.mkdirSync(folder, { recursive: true });
    this.program = path.join(folder, 'mortal.js');
    this.file = path.join(folder, 'deaths.json');
    fs.writeFileSync(this.program, PROGRAM);
    this.plan([]);
  }

  /** @param deaths one for each of the next starts */
  plan(deaths: readonly Death[]): void {
    fs.writeFileSync(this.file, JSON.stringify(deaths));
  }

  /** How many deaths have not come yet. */
  get left(): number {
    return (JSON.parse(fs.readFileSync(this.file, 'utf8')) as unknown[]).length;
  }
}
