import type { Agreement } from '../../../../core/systems/mobile/mobileSession';
import type { SessionPath } from '../mobileState';
import { pathParts } from './sessionPaths';

/**
 * Whether the sessions in memory and their files agree. Only sessions that differ from their file are recorded.
 * This is not in the store: it is what this process saw of the folder, and it can be read again. Servers on one store
 * watch the same folder, so they soon agree. No answer to a device depends on it: 4D reads the files at a refresh
 * (docs/facts/4d-mobile.md#mobile-app-refresh-sessions).
 */
export class Agreements {
  private readonly differing = new Map<string, Map<string, Exclude<Agreement, 'inMemory'>>>();

  /** @param onChange called with the previous state */
  constructor(private readonly onChange: (file: SessionPath, before: Agreement) => void) {}

  of(file: SessionPath): Agreement {
    const { application, name } = pathParts(file);
    return this.differing.get(application)?.get(name) ?? 'inMemory';
  }

  set(file: SessionPath, agreement: Agreement): void {
    const before = this.of(file);
    if (before === agreement) return;
    this.put(file, agreement);
    this.onChange(file, before);
  }

  /** Call this when a session is removed from memory. */
  forget(file: SessionPath): void {
    this.put(file, 'inMemory');
  }

  clear(): void {
    this.differing.clear();
  }

  /** Names of the files in an application folder that differ from memory. */
  differingIn(application: string): string[] {
    return [...(this.differing.get(application)?.keys() ?? [])];
  }

  private put(file: SessionPath, agreement: Agreement): void {
    const { application, name } = pathParts(file);
    const names = this.differing.get(application) ?? new Map<string, Exclude<Agreement, 'inMemory'>>();
    if (agreement === 'inMemory') names.delete(name);
    else names.set(name, agreement);
    if (names.size > 0) this.differing.set(application, names);
    else this.differing.delete(application);
  }
}
