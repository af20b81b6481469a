/**
 * The part of a MobileApps folder that is monitored when only parts of it are opened: some application folders, or some
 * files of them. Nothing else is listed.
 */
export class FolderScope {
  private readonly parts = new Map<string, Set<string> | undefined>();

  get applications(): string[] {
    return [...this.parts.keys()];
  }

  addApplication(application: string): void {
    this.parts.set(application, undefined);
  }

  addFile(application: string, name: string): void {
    const names = this.parts.get(application);
    if (names) names.add(name);
    else if (!this.parts.has(application)) this.parts.set(application, new Set([name]));
  }

  /** The only files of an application folder that count. Undefined when all do. */
  namesOf(application: string): string[] | undefined {
    const names = this.parts.get(application);
    return names && [...names];
  }

  includes(application: string, name?: string): boolean {
    if (!this.parts.has(application)) return false;
    const names = this.parts.get(application);
    return names === undefined || name === undefined || names.has(name);
  }

  copy(): FolderScope {
    const copy = new FolderScope();
    for (const [application, names] of this.parts) copy.parts.set(application, names && new Set(names));
    return copy;
  }

  isSame(other: FolderScope | undefined): boolean {
    return other !== undefined && this.text === other.text;
  }

  private get text(): string {
    return JSON.stringify([...this.parts].map(([name, files]) => [name, files && [...files].sort()]).sort());
  }
}
