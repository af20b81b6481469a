import type { ServerChange } from '../../core/protocol/state';
import { line, type TerminalLine } from '../../core/terminal/terminalLine';

/** Says which pairing code holds. A person who sees no other view of the server must learn of a new one. */
export class PairingCodes {
  /** @param code that was shown before */
  constructor(private code: string) {}

  /** @returns what to show after a change of the server; nothing while the code is the same */
  after(change: ServerChange): readonly TerminalLine[] {
    const lan = change.kind === 'snapshot' ? change.state.lan : change.kind === 'lan' ? change.lan : undefined;
    if (!lan || lan.pairingCode === this.code) return [];
    this.code = lan.pairingCode;
    return [line`Too many wrong pairing codes were sent. The pairing code is now ${this.code}`];
  }
}
