/**
 * Sends the answers that become ready in one turn of the event loop at its end, one right after the other. Each answer
 * wakes its client, and a client of many connections falls asleep again between two answers if the server works on the
 * next request meanwhile. Waking it costs as much as working on a request, so a busy server answers about a fifth more.
 */
export class AnswerTurn {
  private ready: (() => void)[] = [];
  private end: NodeJS.Immediate | undefined;

  /** @param send sends one answer; it must not throw */
  add(send: () => void): void {
    this.ready.push(send);
    this.end ??= setImmediate(() => this.sendAll());
  }

  /** Sends what is ready now. Call it before connections are closed. */
  sendAll(): void {
    clearImmediate(this.end);
    this.end = undefined;
    const { ready } = this;
    this.ready = [];
    for (const send of ready) send();
  }
}
