import type { DataClassFiles } from './code/codeProtocol';

/** The files of a dataclass, for a sentence. */
export function fileWords({ dataClass, entity, selection }: DataClassFiles): string {
  return [dataClass, entity, selection].filter((each) => each !== undefined).join(', ');
}

/**
 * Dataclasses whose modules never ended loading, or ended their process. Code that does not name them runs without their classes,
 * until a file of the code changes.
 */
export class UnloadableClasses {
  private stamp = '';
  private readonly names = new Set<string>();

  /** @param stamp of all files of the code */
  add(stamp: string, name: string): void {
    this.forget(stamp);
    this.names.add(name);
  }

  /**
   * The dataclasses that can be loaded, and those that a call cannot do without.
   * @param needed names of these, in lower case
   */
  without(stamp: string, all: readonly DataClassFiles[], needed: ReadonlySet<string>): readonly DataClassFiles[] {
    this.forget(stamp);
    if (this.names.size === 0) return all;
    return all.filter(({ name }) => !this.names.has(name) || needed.has(name.toLowerCase()));
  }

  private forget(stamp: string): void {
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.names.clear();
  }
}
