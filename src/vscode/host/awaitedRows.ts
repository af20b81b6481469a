interface AwaitedRow<N> {
  readonly node: N;
  readonly resolve: (isThere: boolean) => void;
}

/**
 * Rows that a tree does not have yet. What a command has just asked for may be newer than what the tree was told, and
 * VS Code refuses to reveal a row that is not in the tree.
 */
export class AwaitedRows<N> {
  private readonly waiting = new Set<AwaitedRow<N>>();

  constructor(private readonly isThere: (node: N) => boolean) {}

  /** Resolves when the tree has a row; with false when the row is gone for good, maybe before the tree ever had it. */
  until(node: N): Promise<boolean> {
    if (this.isThere(node)) return Promise.resolve(true);
    return new Promise((resolve) => this.waiting.add({ node, resolve }));
  }

  /** To be called whenever the rows are other ones. */
  look(): void {
    for (const each of this.waiting) if (this.isThere(each.node)) this.end(each, true);
  }

  /** Rows are gone for good. Those of them that are there again are not. */
  forget(isGone: (node: N) => boolean): void {
    for (const each of this.waiting) if (isGone(each.node)) this.end(each, this.isThere(each.node));
  }

  private end(each: AwaitedRow<N>, isThere: boolean): void {
    this.waiting.delete(each);
    each.resolve(isThere);
  }
}
