// Keeps the output of stages together that run side by side.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/**
 * Where a stage writes: a process writes to `stdio`.
 * @typedef {{ stdio: 'inherit' | number, write: (text: string) => void, file?: string }} Output
 */

/**
 * One stage at a time writes to the terminal as it runs. What the others write is kept in files, and shown when they
 * have ended and the terminal is free. Files, not pipes: a process that outlives its stage would hold a pipe open.
 */
export class Terminal {
  /** The stage that writes as it runs. @type {Output | undefined} */
  #live;
  /** The stages that write to a file and have not ended. @type {Set<Output>} */
  #hidden = new Set();
  /** The stages that have ended, and are not shown yet. @type {Output[]} */
  #ended = [];
  #files = 0;

  /** @param {string} folder for the files; whoever made it removes it */
  constructor(folder) {
    this.folder = folder;
  }

  /** @returns {Output} of a stage that begins */
  begin() {
    if (!this.#live) {
      this.#live = { stdio: 'inherit', write: (text) => process.stdout.write(text) };
      return this.#live;
    }
    this.#files += 1;
    const file = path.join(this.folder, `output-${this.#files}`);
    // Several processes write to it, each at its end.
    const descriptor = fs.openSync(file, 'a');
    const output = { stdio: descriptor, file, write: (/** @type {string} */ text) => fs.writeSync(descriptor, text) };
    this.#hidden.add(output);
    return output;
  }

  /** @param {Output} output of a stage that has ended */
  end(output) {
    if (output === this.#live) this.#live = undefined;
    else {
      this.#hidden.delete(output);
      this.#ended.push(output);
    }
    if (!this.#live) this.#showEnded();
  }

  /** Shows all that was not shown, also of stages that have not ended: this process ends. */
  close() {
    this.#ended.push(...this.#hidden);
    this.#hidden.clear();
    this.#showEnded();
  }

  #showEnded() {
    for (const { file, stdio } of this.#ended.splice(0)) {
      if (typeof stdio === 'number') fs.closeSync(stdio);
      if (file) process.stdout.write(fs.readFileSync(file));
    }
  }
}
